import { effective, transact } from '#libs/event-sourcing';
import type {
  CommandContext,
  DomainEvent,
  EventStore,
  History,
  RecordedEvent,
  StreamSlice,
  Transacted,
} from '#libs/event-sourcing';
import { Rejection, foldVisit, isSecondScan, nameOf, newClaims, truckVisit } from '#libs/truck-flow';
import type { Claim, TruckVisitCommand, Visit } from '#libs/truck-flow';
import { HeldByVisit, takeClaims } from '../claims/take-claims';
import type { Claimant } from '../claims/take-claims';
import { ScannedTwice, refuseSecondScan } from './double-scan';

/** Builds the command from the visit as just read; called again on every attempt. */
export type BuildVisitCommand = (history: History, slice: StreamSlice) => Promise<TruckVisitCommand>;

/**
 * Records one command of a truck visit: judged on the visit's stream, its claims taken first, appended at the
 * revision it was judged by. An arrival that only scans a truck twice is answered with the visit that is there.
 * @throws Rejection; what `transact` throws.
 */
export async function recordVisit(
  store: EventStore,
  visitId: string,
  build: BuildVisitCommand,
  context: CommandContext,
): Promise<Transacted> {
  const prepare = async (history: History, slice: StreamSlice) => {
    const command = await build(history, slice);
    const claims = claimsFor(command, history, visitId);
    if (claims.length > 0) {
      const claimant = { store, visitId, own: slice, at: eventTimeOf(command), context };
      await take(claims, claimant, command).catch((error: unknown) => {
        throw error instanceof HeldByVisit ? refusal(error, command) : error;
      });
    }
    return command;
  };
  // An answer is given again to whoever would find what the command names today.
  const mayRepeat = async (history: History, slice: StreamSlice) => {
    await build(history, slice).catch((error: unknown) => {
      if (!(error instanceof Rejection) || error.class === 'UNKNOWN') throw error;
    });
  };
  try {
    return await transact(store, truckVisit, { id: visitId, prepare, context, mayRepeat });
  } catch (error) {
    if (error instanceof ScannedTwice) return error.first;
    throw error;
  }
}

/**
 * Takes the claims of a command. An arrival claims its tractor as that was read when no first scan was found, and
 * looks once more at the visit that had it last: it may have arrived and crossed in between.
 */
async function take(claims: readonly Claim[], claimant: Claimant, command: TruckVisitCommand): Promise<void> {
  const tractor = claims.find(({ kind }) => kind === 'tractor');
  if (command.kind === 'correction' || command.report.type !== ARRIVED || tractor === undefined)
    return takeClaims(claimant, claims);
  const { report } = command;
  const { store, visitId } = claimant;
  const read = new Map([[nameOf(tractor), await refuseSecondScan(store, report, { tractor, visitId })]]);
  const isBarredBy = (visit: Visit) => isSecondScan(visit, report);
  return takeClaims({ ...claimant, read, isBarredBy }, claims);
}

const ARRIVED = 'truckVisit.TruckArrived.v1';
const CLAIMING = new Set<string>([
  ARRIVED,
  'truckVisit.HandedOverToDedicatedDriver.v1',
  'truckVisit.VehicleChanged.v1',
]);

/** What the visit would hold after the command and does not hold before it. Nothing is claimed for a refused command. */
function claimsFor(command: TruckVisitCommand, history: History, visitId: string): Claim[] {
  if (command.kind === 'step' && !CLAIMING.has(command.report.type)) return [];
  const { events } = truckVisit.decide(command, history);
  const after = [
    ...history.recorded,
    ...events.map((event, i) => asRecorded(event, visitId, history.recorded.length + i)),
  ];
  return newClaims(foldVisit(history.effective), foldVisit(effective(after, truckVisit.order)));
}

/** The event as it would be recorded next, for folding only. */
function asRecorded(event: DomainEvent, visitId: string, place: number): RecordedEvent {
  return {
    stream: visitId,
    revision: BigInt(place),
    position: BigInt(place),
    type: event.type,
    eventId: '',
    data: event.data,
    metadata: { ...UNRECORDED, eventTime: event.eventTime },
  };
}

/** Sorts behind everything recorded at the same event time. */
const UNRECORDED: Omit<RecordedEvent['metadata'], 'eventTime'> = {
  recordTime: '9999-12-31T23:59:59.999Z',
  actor: { sub: '', agency: null },
  role: '',
  device: null,
  source: 'OPERATOR',
  commandId: '',
  index: 0,
  requestHash: '',
  correlation: null,
  causation: null,
  policyVersion: null,
  schemaVersion: 1,
  prevHash: null,
  hash: '',
};

function eventTimeOf(command: TruckVisitCommand): string {
  return command.kind === 'step' ? command.report.at : command.at;
}

function refusal(held: HeldByVisit, command: TruckVisitCommand): Error {
  const extra = { visitId: held.visitId, asset: held.claim.kind };
  if (command.kind === 'correction') {
    return new Rejection(
      'ASSET_CLAIMED_ELSEWHERE',
      `another visit on hand holds this ${held.claim.kind}`,
      extra,
    );
  }
  if (held.claim.kind === 'driver') {
    return new Rejection('DRIVER_BUSY', `${held.claim.id} is out with another truck`, extra);
  }
  if (isSecondScan(held.visit, command.report)) {
    const { visitId: id, visit, slice } = held;
    return new ScannedTwice({ id, visit, slice }, command.report);
  }
  return new Rejection(
    'ASSET_HAS_LIVE_VISIT',
    `this ${held.claim.kind} is on hand with another visit`,
    extra,
  );
}
