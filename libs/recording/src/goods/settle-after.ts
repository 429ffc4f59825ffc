import { effective, streamOf } from '#libs/event-sourcing';
import type { EventStore, History, RecordedEvent } from '#libs/event-sourcing';
import { STEPS, foldVisit, isTransfer, truckVisit } from '#libs/truck-flow';
import type { Plated, Step, StepType, TruckVisitCommand } from '#libs/truck-flow';
import { donorsTo } from './goods-receivers';
import { settleGoods } from './settle-goods';
import type { Settling } from './settle-goods';

/** The command as it was judged; absent when it was recorded before, perhaps by a process that died right after. */
type Judged = { readonly command: TruckVisitCommand; readonly history: History } | undefined;

/** What puts a tractor before a visit: goods may have been brought to it already. */
const TRACTOR_NAMED: readonly StepType[] = [STEPS.arrival, STEPS['vehicle-change']];

/**
 * After a command of a visit: settles its own transfers, those that it received goods by, and those onto a tractor that
 * it has now, which may have been reported before its arrival. Most visits move no goods and cost one look at the
 * claims of the tractor, at their arrival.
 */
export async function settleAfter(
  { store, context }: Omit<Settling, 'at'>,
  visitId: string,
  judged: Judged,
): Promise<void> {
  if (judged !== undefined && !concernsOthers(judged)) {
    const { command } = judged;
    if (command.kind === 'correction' || !TRACTOR_NAMED.includes(command.report.type)) return;
    const { tractor } = command.report.data as { readonly tractor?: Plated };
    if (tractor === undefined) return;
    const at = command.report.at;
    const donors = await donorsTo(store, tractor.plate, Date.parse(at));
    for (const donor of donors) await settleGoods({ store, context, at }, donor);
    return;
  }
  const { events } = await store.readStream(streamOf(truckVisit.category, visitId));
  const last = events.at(-1);
  if (last === undefined) return;
  const at = last.metadata.eventTime;
  const isRepeated = judged === undefined;
  for (const donor of await donorsConcerned(store, visitId, events))
    await settleGoods({ store, context, at, isRepeated }, donor);
}

/** The visit itself where it moved goods, and every visit whose goods came or may have come to it. */
async function donorsConcerned(
  store: EventStore,
  visitId: string,
  events: readonly RecordedEvent[],
): Promise<Set<string>> {
  const steps = effective(events, truckVisit.order) as Step[];
  const donors = new Set(foldVisit(steps).receipts.map(({ data }) => data.fromVisitId));
  if (events.some(isOwnTransfer)) donors.add(visitId);
  const from = steps[0]?.time ?? Infinity;
  for (const plate of tractorsOf(steps))
    for (const donor of await donorsTo(store, plate, from)) donors.add(donor);
  return donors;
}

function concernsOthers({ command, history }: NonNullable<Judged>): boolean {
  return (
    command.kind === 'correction' ||
    isTransfer(command.report) ||
    history.recorded.some((event) => isOwnTransfer(event) || event.type === STEPS['goods-receipt'])
  );
}

function isOwnTransfer({ type }: RecordedEvent): boolean {
  return isTransfer({ type: type as StepType });
}

function tractorsOf(steps: readonly Step[]): Set<string> {
  const named = steps.flatMap((step) =>
    step.type === STEPS.arrival || step.type === STEPS['vehicle-change']
      ? (step.data.tractor?.plate ?? [])
      : [],
  );
  return new Set(named);
}
