import type { DomainEvent } from '#libs/event-sourcing';
import { STEPS, isSecondScan } from '#libs/truck-flow';
import type { ReadStep, RecordStep, TruckArrivedData, TruckVisitCommand } from '#libs/truck-flow';
import type { HeldByVisit } from '../claim/take-claims';

/**
 * A truck that is here while the record says that it is elsewhere: an observed arrival ends the visit that holds
 * the tractor, trailer or container. One that arrived later than was observed is not ended: the truck went there.
 */
export function seenElsewhere(
  report: ReadStep,
  visitId: string,
): (held: HeldByVisit) => DomainEvent[] | undefined {
  const { gate, observed } = report.data as TruckArrivedData;
  return ({ visit }) => {
    if (observed === undefined || (visit.arrival?.time ?? 0) > Date.parse(report.at)) return undefined;
    return [{ type: STEPS['sighting-elsewhere'], data: { gate, visitId }, eventTime: report.at }];
  };
}

/** The observed arrival of a truck that arrived elsewhere later on: with that its own visit ended. */
export function standsElsewhereLater(
  { visit, visitId }: HeldByVisit,
  command: TruckVisitCommand,
): RecordStep | undefined {
  if (command.kind === 'correction' || command.report.type !== STEPS.arrival) return undefined;
  const { report } = command;
  const { arrival } = visit;
  const isObserved = 'observed' in report.data && !isSecondScan(visit, report);
  if (!isObserved || arrival === undefined || arrival.time <= Date.parse(report.at)) return undefined;
  return { ...command, stoodElsewhere: { at: arrival.at, gate: arrival.data.gate, visitId } };
}
