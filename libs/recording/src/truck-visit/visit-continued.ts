import { effective, streamOf, unlessDamaged } from '#libs/event-sourcing';
import type { EventReader, StreamSlice } from '#libs/event-sourcing';
import { consignmentsOf, foldVisit, ownVehiclesAt, STEPS, truckVisit } from '#libs/truck-flow';
import type { ReadStep, TruckArrivedData, TruckVisitCommand, Visit } from '#libs/truck-flow';
import { nearestClaimants } from '../claim/claim-streams';

const DAY = 24 * 3_600_000;
/** So long after it was sent on, a truck may arrive, in milliseconds. */
const ON_THE_WAY = 7 * DAY;

/**
 * The command of an arrival with the visit that it continues, where its report names none: the last of the same tractor
 * before it, if that was sent to this gate within seven days and had these goods. `had`: visits that were read already;
 * reads at most one more.
 */
export async function continuing(
  store: EventReader,
  command: TruckVisitCommand,
  {
    claims,
    visitId,
    had,
  }: { readonly claims: StreamSlice; readonly visitId: string; readonly had: readonly Visit[] },
): Promise<TruckVisitCommand> {
  if (command.kind !== 'step' || command.report.type !== STEPS.arrival) return command;
  const { report } = command;
  const arrived = report.data as TruckArrivedData;
  if (arrived.previousVisitId !== undefined) return command;
  const time = Date.parse(report.at);
  const before = nearestClaimants(claims.events, (at) => (at <= time ? time - at : undefined));
  const previousVisitId = before.find((other) => other !== visitId);
  if (previousVisitId === undefined) return command;
  const known = had.find(({ arrival }) => arrival?.data.visitId === previousVisitId);
  const visit = known ?? (await visitIn(store, previousVisitId));
  if (visit === undefined || !wasSentOn(visit, arrived, time)) return command;
  const continued = { ...report, data: { ...arrived, previousVisitId } } as ReadStep;
  return { ...command, report: continued };
}

async function visitIn(store: EventReader, visitId: string): Promise<Visit | undefined> {
  const slice = await unlessDamaged(store.readStream(streamOf(truckVisit.category, visitId)));
  return slice && foldVisit(effective(slice.events, truckVisit.order));
}

function wasSentOn(visit: Visit, arrived: TruckArrivedData, time: number): boolean {
  const { ending } = visit;
  if (ending?.type !== STEPS.diversion || ending.data.toGate !== arrived.gate) return false;
  const isOnTheWay = ending.time <= time && time - ending.time <= ON_THE_WAY;
  const goods = new Set(consignmentsOf(visit).map(({ consignmentId }) => consignmentId));
  return (
    isOnTheWay &&
    ownVehiclesAt(visit.steps, ending.time).has(arrived.tractor.plate) &&
    arrived.consignments.length > 0 &&
    arrived.consignments.every(({ consignmentId }) => goods.has(consignmentId))
  );
}
