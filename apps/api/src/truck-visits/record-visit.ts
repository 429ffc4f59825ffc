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
import { Rejection, foldVisit, newClaims, truckVisit } from '#libs/truck-flow';
import type { Claim, TruckVisitCommand } from '#libs/truck-flow';
import { HeldByVisit, takeClaims } from '../claims/take-claims';

/** Builds the command from the visit as just read; called again on every attempt. */
export type BuildVisitCommand = (history: History, slice: StreamSlice) => Promise<TruckVisitCommand>;

/** Scans of one truck at one gate within two minutes are one arrival (api.md "Said twice"). */
const DOUBLE_SCAN = 2 * 60_000;

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
      await takeClaims({ store, visitId, own: slice, at: eventTimeOf(command), context }, claims).catch(
        (error: unknown) => {
          throw error instanceof HeldByVisit ? refusal(error, command) : error;
        },
      );
    }
    return command;
  };
  try {
    return await transact(store, truckVisit, { id: visitId, prepare, context });
  } catch (error) {
    if (error instanceof ScannedTwice) return error.first;
    throw error;
  }
}

const CLAIMING = new Set<string>([
  'truckVisit.TruckArrived.v1',
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
  if (isDoubleScan(held, command.report.data, command.report.at)) return new ScannedTwice(held);
  return new Rejection(
    'ASSET_HAS_LIVE_VISIT',
    `this ${held.claim.kind} is on hand with another visit`,
    extra,
  );
}

function isDoubleScan({ visit }: HeldByVisit, data: object, at: string): boolean {
  const first = visit.arrival;
  const again = data as { gate?: string; tractor?: { plate: string } };
  return (
    first !== undefined &&
    first.data.gate === again.gate &&
    first.data.tractor.plate === again.tractor?.plate &&
    Math.abs(Date.parse(at) - first.time) <= DOUBLE_SCAN
  );
}

/** The same truck arrived at the same gate within two minutes: the first visit is the answer. */
class ScannedTwice extends Error {
  readonly first: Transacted;
  constructor({ visitId, slice }: HeldByVisit) {
    super('scanned twice');
    const position = slice.events.at(-1)?.position ?? -1n;
    this.first = { id: visitId, revision: slice.revision, position, events: [], warnings: [] };
  }
}
