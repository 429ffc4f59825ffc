import { Rejection } from '../rejection';
import type { RejectionCode } from '../rejection';
import type { Visit } from '../truck-visit/state';
import type { Override } from './state';

/** An override that was asked for longer ago, in milliseconds, calls nobody. */
export const OVERRIDE_VALID_FOR = 24 * 3_600_000;

/** What is against going by an override. */
export interface OverrideObjection {
  readonly code: Extract<RejectionCode, 'OVERRIDE_UNKNOWN' | 'OVERRIDE_NOT_CONFIRMED'>;
  readonly detail: string;
}

/** A step that goes by an override: of which visit, when it happened (epoch milliseconds), what was recorded before. */
export interface ByOverride {
  readonly visitId: string;
  readonly time: number;
  readonly visit: Visit;
}

/**
 * What is against the use of an override: it is for one visit and one step, once another agency has confirmed it, for 24
 * hours from the request on. Whatever is reported late of others, a confirmation stays what it was.
 */
export function overrideObjections(
  override: Override | undefined,
  { visitId, time, visit }: ByOverride,
): OverrideObjection[] {
  const asked = override?.requested;
  if (asked?.data.visitId !== visitId)
    return [{ code: 'OVERRIDE_UNKNOWN', detail: 'no such override of this visit was asked for at its gate' }];
  const { override: id } = asked.data;
  const isUsed = visit.steps.some(({ data }) => (data as { readonly override?: string }).override === id);
  return [
    ...notConfirmed(override?.confirmed === undefined, 'no other agency has confirmed the override'),
    ...notConfirmed(override?.rejected !== undefined, 'the override was rejected'),
    ...notConfirmed(
      time - asked.time > OVERRIDE_VALID_FOR,
      'the override was asked for more than 24 hours before',
    ),
    ...notConfirmed(isUsed, 'the override has been used'),
  ];
}

function notConfirmed(applies: boolean, detail: string): OverrideObjection[] {
  return applies ? [{ code: 'OVERRIDE_NOT_CONFIRMED', detail }] : [];
}

/** What a step went by is no slip of the pen: a correction may drop its override, and bring no other. */
export function refuseOtherOverride(before: object, corrected: object): void {
  const { override } = corrected as { readonly override?: string };
  if (override === undefined || override === (before as { readonly override?: string }).override) return;
  throw new Rejection('OVERRIDE_UNKNOWN', 'a correction names no other override than the step did');
}
