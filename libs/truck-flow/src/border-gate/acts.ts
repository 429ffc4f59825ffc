import { Rejection } from '../rejection';
import { refuseReversed } from '../range';
import { ACT_TABLE } from './events';
import type { ActData, GateActs, GateActType } from './events';

/** Acts by the name they have in the URL; `registration` is the begin of a gate. */
export const ACTS = Object.fromEntries(Object.entries(ACT_TABLE).map(([type, { url }]) => [url, type])) as {
  readonly [T in GateActType as (typeof ACT_TABLE)[T]['url']]: T;
};

export type ActName = keyof typeof ACTS;

/** URL name of a stored type. */
export const ACT_NAMES = Object.fromEntries(
  Object.entries(ACT_TABLE).map(([type, { url }]) => [type, url]),
) as Readonly<Record<GateActType, ActName>>;

/** A body as the edge let it pass: the shape of the act's data, and `at`, when it was ordered. */
export interface ActBody {
  readonly at: string;
  readonly [field: string]: unknown;
}

/** A body read: the order's time apart. */
export type ReadAct = {
  [T in GateActType]: { readonly type: T; readonly at: string; readonly data: GateActs[T] };
}[GateActType];

/**
 * Reads the body of an act. The corrected body of a correction is read by the same function.
 * @throws Rejection EFFECTIVE_RANGE_EMPTY when the act ends before or with its beginning, RANGE_REVERSED.
 */
export function readAct(name: ActName, { at, ...body }: ActBody): ReadAct {
  const data = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
  const { effectiveFrom, until } = data as ActData;
  if (until !== undefined && Date.parse(until) <= Date.parse(effectiveFrom ?? at)) {
    throw Rejection.of('EFFECTIVE_RANGE_EMPTY', '/until', 'until is exclusive and lies after the beginning');
  }
  refuseReversed(data);
  return { type: ACTS[name], at, data } as unknown as ReadAct;
}
