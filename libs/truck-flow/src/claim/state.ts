import type { Visit } from '../truck-visit/state';
import { onHand } from '../truck-visit/state';
import type { ClaimKind } from './events';

/** Something only one visit on hand may hold: a tractor, trailer or container, or a dedicated driver. */
export interface Claim {
  readonly kind: ClaimKind;
  /** Normalised plate, container number or driver code. */
  readonly id: string;
}

/**
 * What a visit holds by its effective history: its assets while it is on hand, its dedicated driver
 * from the handover to the return, turn-back, diversion or cancellation. In the order in which claims are taken.
 */
export function claimsOf(visit: Visit): Claim[] {
  const assets: readonly Claim[] = onHand(visit) ? visit.assets : [];
  const driver = driverOut(visit);
  const claims = driver === undefined ? [...assets] : [...assets, { kind: 'driver' as const, id: driver }];
  return claims.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

/** A voided visit has nobody out: its handover happened to another truck, or not at all. */
function driverOut({ arrival, handover, returned, ending }: Visit): string | undefined {
  if (arrival === undefined || returned !== undefined || ending !== undefined) return undefined;
  return handover?.data.dedicatedDriver;
}

/** The claims that `after` holds and `before` does not: what a command has to take before it is recorded. */
export function newClaims(before: Visit, after: Visit): Claim[] {
  const held = new Set(claimsOf(before).map(nameOf));
  return claimsOf(after).filter((claim) => !held.has(nameOf(claim)));
}

export function holds(visit: Visit, claim: Claim): boolean {
  return claimsOf(visit).some((held) => nameOf(held) === nameOf(claim));
}

/** Name of a claim; its stream is named by a hash of it, so that no stream carries a plate. */
export function nameOf({ kind, id }: Claim): string {
  return `${kind}\n${id}`;
}
