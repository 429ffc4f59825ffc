import { effective, unlessDamaged, upcasted } from '#libs/event-sourcing';
import type { CorrectionData, EffectiveEvent, EventReader, RecordedEvent } from '#libs/event-sourcing';
import { shownCategoryOf, UPCASTERS } from '#libs/truck-flow';
import type { ShownCategory } from '#libs/truck-flow';
import { CORRECTIONS, isCorrection, isFact } from './catalogue';
import { schemaIdOf, TOPICS } from './contracts/contract';
import type { Contract } from './contracts/contract';
import type { IntegrationEvent } from './integration-event';
import { isInternal } from './internal-events';
import { KnownGates } from './known-gates';
import type { GateOfSubject } from './known-gates';
import { TRANSLATIONS } from './translations';
import type { FactType, Translation } from './translations';

/** A stored event that nothing says how to publish, or whether. It must stop a publisher, never be passed over. */
export class UntranslatableEvent extends Error {
  override readonly name = 'UntranslatableEvent';
  constructor({ type, stream, revision }: RecordedEvent, why: string) {
    super(`${type} at ${stream} revision ${revision} cannot be published: ${why}`);
  }
}

/** What the published data call the id of a stream. */
const SUBJECTS: Readonly<Record<ShownCategory['name'], string>> = {
  truckVisit: 'visitId',
  borderGate: 'gate',
  yard: 'yard',
  dedicatedDriver: 'driverCode',
};

const GATES_KEPT = 20_000;

/**
 * Translates stored events into published ones. A pure function of the event and of what its stream held before it:
 * whoever translates it again, later or elsewhere, gets the same. Streams are read only where an event does not tell
 * enough by itself: for corrections, for holds, and for the gate of a subject that was not met lately.
 */
export class Translator {
  private readonly gates: KnownGates;

  constructor(
    private readonly reader: Pick<EventReader, 'readStream'>,
    gatesKept = GATES_KEPT,
  ) {
    this.gates = new KnownGates(gatesKept);
  }

  /**
   * Undefined for what stays inside, and for what only the history of a stream can tell that was damaged from outside.
   * @throws UntranslatableEvent
   */
  async translate(stored: RecordedEvent): Promise<IntegrationEvent | undefined> {
    if (isInternal(stored.type)) return undefined;
    const event = upcasted(stored, UPCASTERS);
    const known = event.stream.startsWith('truckVisit-') ? this.gates.absorb(event) : undefined;
    if (known !== undefined && isFact(event.type) && !needsHistory(event.type)) {
      return published(event, known, factOf(event, event.type, []));
    }
    const history = await this.historyUpTo(event);
    if (history === undefined) return undefined;
    const told = toldBy(event, history);
    return published(event, known ?? this.gates.learn(history), told);
  }

  /** The stream from its begin to this event; undefined when it no longer holds what the log holds of it. */
  private async historyUpTo(event: RecordedEvent): Promise<History | undefined> {
    const slice = await unlessDamaged(this.reader.readStream(event.stream));
    const before = slice?.events.filter(({ revision }) => revision < event.revision) ?? [];
    if (slice?.events[before.length]?.eventId !== event.eventId) return undefined;
    return [...before.map((one) => upcasted(one, UPCASTERS)), event];
  }
}

/** A stream up to an event, which is the last. */
type History = readonly [...RecordedEvent[], RecordedEvent];

interface Told {
  readonly contract: Contract;
  readonly details: object;
}

const OF_HOLDS: readonly FactType[] = [
  'truckVisit.HoldPlaced.v1',
  'truckVisit.HoldLiftConfirmed.v1',
  'truckVisit.HoldLifted.v1',
];

/** Holds tell how many are open, which only the whole visit knows. */
function needsHistory(type: FactType): boolean {
  return OF_HOLDS.includes(type);
}

function toldBy(event: RecordedEvent, history: readonly RecordedEvent[]): Told {
  if (isFact(event.type)) return factOf(event, event.type, history);
  if (isCorrection(event.type)) {
    return { contract: CORRECTIONS[event.type], details: correctionOf(event, history) };
  }
  throw new UntranslatableEvent(event, 'its type is unknown');
}

function factOf(
  { data, stream, metadata }: RecordedEvent,
  type: FactType,
  history: readonly RecordedEvent[],
) {
  const { contract, details } = TRANSLATIONS[type] as Translation;
  const background = {
    eventTime: metadata.eventTime,
    history: (): EffectiveEvent[] => effective(history, categoryOf(stream).fold.order),
  };
  return { contract, details: details(data as never, background) };
}

/** Names the corrected event and tells the whole of it anew, in the language of its own type. */
function correctionOf(event: RecordedEvent, history: readonly RecordedEvent[]): object {
  const { eventId, reason, corrected } = event.data as CorrectionData;
  const target = history.find((one) => one.eventId === eventId);
  if (target === undefined || !isFact(target.type))
    throw new UntranslatableEvent(event, 'it corrects nothing that was published');
  if (corrected === undefined) return { correctedEvent: eventId, reason };
  const { at, data } = corrected;
  const anew = { ...target, data, metadata: { ...target.metadata, eventTime: at } };
  const { contract, details } = factOf(anew, target.type, history);
  return { correctedEvent: eventId, reason, replacement: { type: contract.type, eventTime: at, details } };
}

function published(
  event: RecordedEvent,
  { gate, formerGate }: GateOfSubject,
  { contract, details }: Told,
): IntegrationEvent {
  const { stream, revision, eventId, metadata } = event;
  const { eventTime, recordTime } = metadata;
  const category = categoryOf(stream).name;
  const subject = stream.slice(category.length + 1);
  const about = { [SUBJECTS[category]]: subject, gate };
  return {
    id: eventId,
    type: contract.type,
    source: `/border-gates/${gate}`,
    subject,
    time: eventTime,
    dataschema: schemaIdOf(contract.type),
    traceparent: traceOf(metadata.commandId, eventId),
    topic: TOPICS[category],
    gate,
    ...(formerGate === undefined ? {} : { formerGate }),
    data: { ...about, eventTime, recordTime, revision: revision.toString(10), ...details },
  };
}

function categoryOf(stream: string): ShownCategory {
  const category = shownCategoryOf(stream);
  if (category === undefined) throw new Error(`${stream} belongs to no category that is published`);
  return category;
}

/** Nobody sampled it, so the flag is 00; the ids are derived and the same again each time. */
function traceOf(commandId: string, eventId: string): string {
  return `00-${hexOf(commandId)}-${hexOf(eventId).slice(0, 16)}-00`;
}

function hexOf(uuid: string): string {
  return uuid.replaceAll('-', '');
}
