import { receivingVehicle } from '#libs/truck-flow';
import type { Transfer, Visit } from '#libs/truck-flow';

/**
 * A leg of a journey: the goods were on this visit's vehicle from `from` (inclusive) until `until` (exclusive), epoch
 * milliseconds.
 */
export interface Leg {
  readonly visitId: string;
  readonly from: number;
  readonly until: number;
}

/** A visit as the search for the goods reads it. */
export interface FollowedVisit {
  readonly visitId: string;
  readonly visit: Visit;
}

/**
 * The journey of goods, leg by leg, given the visits that name them. A visit follows its goods, so one that names them
 * and got them from nobody holds them from its arrival to its end. A vehicle with a visit of its own that takes them
 * over holds them from that cut, lift or transload until they are transferred on: what it did before, and what the
 * emptied truck does later, is not theirs. Of two containers that part, goods may be in either: they are with both. A
 * visit that names other goods is not followed, whatever visit it continues (previousVisitId).
 */
export function journeyOf(
  naming: readonly FollowedVisit[],
  find: (visitId: string) => FollowedVisit | undefined,
): Leg[] {
  const legs = new Map<string, Leg[]>();
  const received = receivedFrom(naming);
  const first = naming.filter((one) => !received(one));
  for (const { visitId } of [...first, ...naming]) {
    if (!legs.has(visitId)) follow({ visitId, from: -Infinity, until: Infinity }, find, legs);
  }
  return [...legs.values()].flat();
}

/** Adds the leg and those that follow from it, by visit. */
function follow(
  begin: Leg,
  find: (visitId: string) => FollowedVisit | undefined,
  legs: Map<string, Leg[]>,
): void {
  const open = [begin];
  for (let leg = open.shift(); leg !== undefined; leg = open.shift()) {
    const found = find(leg.visitId);
    const known = legs.get(leg.visitId) ?? [];
    if (found === undefined || isCovered(leg, known)) continue;
    legs.set(leg.visitId, [...known, leg]);
    open.push(...takenOver(found, leg));
  }
}

function isCovered(leg: Leg, known: readonly Leg[]): boolean {
  return known.some(({ from, until }) => from <= leg.from && leg.until <= until);
}

/** Whether one of these visits handed the goods to a visit that had not handed any on before. */
function receivedFrom(givers: readonly FollowedVisit[]): (receiver: FollowedVisit) => boolean {
  const firstTimes = new Map<string, number>();
  for (const { visitId, visit } of givers) {
    for (const transfer of [...visit.transfers, ...visit.unloadings]) {
      const to = receiverOf(transfer);
      if (to === undefined || to === visitId) continue;
      firstTimes.set(to, Math.min(transfer.time, firstTimes.get(to) ?? Infinity));
    }
  }
  return ({ visitId, visit }) => {
    const first = firstTimes.get(visitId);
    return first !== undefined && first <= (visit.transfers[0]?.time ?? Infinity);
  };
}

/** The legs on the visits of the vehicles that took the goods over from this one. */
function takenOver({ visitId, visit }: FollowedVisit, leg: Leg): Leg[] {
  const { transfers, unloadings } = visit;
  return [...transfers, ...unloadings].flatMap((transfer, index) => {
    const receiver = receiverOf(transfer);
    const isTheirs = leg.from <= transfer.time && transfer.time < leg.until;
    if (receiver === undefined || receiver === visitId || !isTheirs) return [];
    // Goods that may be in the one of two containers stay with it, wherever the other goes.
    const next = index < transfers.length ? transfers[index + 1] : undefined;
    const until = Math.min(next?.time ?? Infinity, leg.until);
    return [{ visitId: receiver, from: transfer.time, until }];
  });
}

/** Transfers of older logs name the visit only with the vehicle. */
function receiverOf(transfer: Transfer): string | undefined {
  return transfer.data.toVisitId ?? receivingVehicle(transfer).visitId;
}
