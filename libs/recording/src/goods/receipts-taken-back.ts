import { effective } from '#libs/event-sourcing';
import type { DomainEvent, EffectiveEvent } from '#libs/event-sourcing';
import {
  VISIT_CORRECTED,
  consignmentsOf,
  foldVisit,
  isTransfer,
  numbersIn,
  truckVisit,
} from '#libs/truck-flow';
import type { Claim, GoodsReceivedData, Step } from '#libs/truck-flow';
import type { HeldByVisit } from '../claim/take-claims';

/** The steps of the visit that the goods left, before a command and after it. */
interface Undone {
  readonly before: readonly EffectiveEvent[];
  readonly after: readonly EffectiveEvent[];
  /** Event time of the command, RFC 3339. */
  readonly at: string;
}

/**
 * A visit that holds a trailer or container only because it took it over by a transfer that is no more, from this visit or
 * from one that its goods went on from, lets go of it: its receipt is corrected away before the visit that has the goods
 * again claims them.
 */
export function receiptsTakenBack(undone: Undone): (held: HeldByVisit) => DomainEvent[] | undefined {
  const { before, after, at } = undone;
  const lost = transfersTo(before).filter(
    (one) => !transfersTo(after).some((other) => other.eventId === one.eventId && other.to === one.to),
  );
  if (lost.length === 0) return () => undefined;
  const goods = consignmentsOf(foldVisit(before)).map(({ consignmentId }) => consignmentId);
  return ({ slice, claim }) => {
    const { receipts } = foldVisit(effective(slice.events, truckVisit.order));
    const taken = receipts.filter(({ data }) => brought(data, claim) && carries(data, goods));
    if (taken.length === 0) return undefined;
    return taken.map(({ eventId }) => ({
      type: VISIT_CORRECTED,
      data: { eventId, reason: 'DID_NOT_OCCUR' },
      eventTime: at,
    }));
  };
}

function brought(data: GoodsReceivedData, { kind, id }: Claim): boolean {
  if (kind === 'container') return numbersIn(data).includes(id);
  return kind === 'trailer' && data.trailer?.plate === id;
}

function carries({ consignments }: GoodsReceivedData, goods: readonly string[]): boolean {
  return goods.every((id) => consignments.some(({ consignmentId }) => consignmentId === id));
}

function transfersTo(steps: readonly EffectiveEvent[]): { eventId: string; to: string }[] {
  return (steps as readonly Step[]).flatMap((step) =>
    isTransfer(step) && step.data.toVisitId !== undefined
      ? [{ eventId: step.eventId, to: step.data.toVisitId }]
      : [],
  );
}
