import { receivingVehicle } from '#libs/truck-flow';
import type { Transfer, Visit } from '#libs/truck-flow';

/** The goods were on this visit's vehicle from `from` (inclusive) until `until` (exclusive), epoch milliseconds. */
export interface Stay {
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
 * All stays of goods, given the visits that name them. A visit follows its goods, so one that names them and got
 * them from nobody holds them from its arrival to its end. A vehicle with a visit of its own that takes them over
 * holds them from that cut, lift or transload until they are transferred on: what it did before, and what the
 * emptied truck does later, is not theirs. Of two containers that part, goods may be in either: they are with both. A visit that names other goods is not followed, whatever visit it
 * continues (previousVisitId).
 */
export function staysOfGoods(
  naming: readonly FollowedVisit[],
  find: (visitId: string) => FollowedVisit | undefined,
): Stay[] {
  const stays = new Map<string, Stay[]>();
  const received = receivedFrom(naming);
  const first = naming.filter((one) => !received(one));
  for (const { visitId } of [...first, ...naming]) {
    if (!stays.has(visitId)) follow({ visitId, from: -Infinity, until: Infinity }, find, stays);
  }
  return [...stays.values()].flat();
}

/** Adds the stay and those that follow from it, by visit. */
function follow(
  begin: Stay,
  find: (visitId: string) => FollowedVisit | undefined,
  stays: Map<string, Stay[]>,
): void {
  const open = [begin];
  for (let stay = open.shift(); stay !== undefined; stay = open.shift()) {
    const found = find(stay.visitId);
    const known = stays.get(stay.visitId) ?? [];
    if (found === undefined || isCovered(stay, known)) continue;
    stays.set(stay.visitId, [...known, stay]);
    open.push(...takenOver(found, stay));
  }
}

function isCovered(stay: Stay, known: readonly Stay[]): boolean {
  return known.some(({ from, until }) => from <= stay.from && stay.until <= until);
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

/** The stays on the visits of the vehicles that took the goods over from this one. */
function takenOver({ visitId, visit }: FollowedVisit, stay: Stay): Stay[] {
  const { transfers, unloadings } = visit;
  return [...transfers, ...unloadings].flatMap((transfer, index) => {
    const receiver = receiverOf(transfer);
    const isTheirs = stay.from <= transfer.time && transfer.time < stay.until;
    if (receiver === undefined || receiver === visitId || !isTheirs) return [];
    // Goods that may be in the one of two containers stay with it, wherever the other goes.
    const next = index < transfers.length ? transfers[index + 1] : undefined;
    const until = Math.min(next?.time ?? Infinity, stay.until);
    return [{ visitId: receiver, from: transfer.time, until }];
  });
}

/** Transfers of older logs name the visit only with the vehicle. */
function receiverOf(transfer: Transfer): string | undefined {
  return transfer.data.toVisitId ?? receivingVehicle(transfer).visitId;
}
