/* Translator: stored events into integration events of the published language. */
import { effective, unlessDamaged, upcasted } from '#libs/event-sourcing';
import type { CorrectionData, EffectiveEvent, EventReader, RecordedEvent } from '#libs/event-sourcing';
import { shownCategoryOf, UPCASTERS } from '#libs/truck-flow';
import type { ShownCategory } from '#libs/truck-flow';
import { correctedIn, factOf, isInternal, NOUNS } from './catalogue';
import { schemaIdOf } from './contract';
import type { Contract } from './contract';
import type { IntegrationEvent } from './integration-event';
import { KnownGates } from './known-gates';
import type { GateOfSubject } from './known-gates';
import type { PublishedNoun, Translation } from './translation';

/** A stored event that nothing says how to publish, or whether. It must stop a publisher, never be passed over. */
export class UntranslatableEvent extends Error {
  override readonly name = 'UntranslatableEvent';
  constructor({ type, stream, revision }: RecordedEvent, why: string) {
    super(`${type} at ${stream} revision ${revision} cannot be published: ${why}`);
  }
}

const GATES_KEPT = 20_000;

/**
 * Translates stored events into published ones. A pure function of the event and of what its stream held before it:
 * whoever translates it again, later or elsewhere, gets the same. Streams are read only where an event does not tell
 * enough by itself: for corrections, for holds, and for the gate of a subject that was not met lately, where the event is
 * so old that it does not carry it.
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
    const fact = factOf(event.type);
    if (fact !== undefined && nounOf(event).source !== undefined)
      return published(event, { gate: ownGateOf(event) }, factTold(event, fact, []));
    const known = this.gates.absorb(event);
    if (known !== undefined && fact !== undefined && fact.needsHistory === undefined) {
      return published(event, known, factTold(event, fact, []));
    }
    const history = await this.historyUpTo(event);
    if (history === undefined) return undefined;
    return published(event, this.gates.learn(history), toldBy(event, history));
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

function toldBy(event: RecordedEvent, history: readonly RecordedEvent[]): Told {
  const fact = factOf(event.type);
  if (fact !== undefined) return factTold(event, fact, history);
  const contract = correctedIn(event.type);
  if (contract !== undefined) return { contract, details: correctionTold(event, history) };
  throw new UntranslatableEvent(event, 'its type is unknown');
}

function factTold(
  { data, stream, metadata }: RecordedEvent,
  { contract, details }: Translation,
  history: readonly RecordedEvent[],
): Told {
  const background = {
    eventTime: metadata.eventTime,
    history: (): EffectiveEvent[] => effective(history, categoryOf(stream).fold.order),
  };
  return { contract, details: details(data as never, background) };
}

/** Names the corrected event and tells the whole of it anew, in the language of its own type. */
function correctionTold(event: RecordedEvent, history: readonly RecordedEvent[]): object {
  const { eventId, reason, corrected } = event.data as CorrectionData;
  const target = history.find((one) => one.eventId === eventId);
  const fact = target && factOf(target.type);
  if (target === undefined || fact === undefined)
    throw new UntranslatableEvent(event, 'it corrects nothing that was published');
  if (corrected === undefined) return { correctedEvent: eventId, reason };
  const { at, data } = corrected;
  const anew = { ...target, data, metadata: { ...target.metadata, eventTime: at } };
  const { contract, details } = factTold(anew, fact, history);
  return { correctedEvent: eventId, reason, replacement: { type: contract.type, eventTime: at, details } };
}

function published(
  event: RecordedEvent,
  { gate, formerGate }: GateOfSubject,
  { contract, details }: Told,
): IntegrationEvent {
  const { stream, revision, eventId, metadata } = event;
  const { eventTime, recordTime } = metadata;
  const { name } = categoryOf(stream);
  const noun = NOUNS[name];
  const subject = stream.slice(name.length + 1);
  const { source } = gate === '' ? noun : {};
  const about = { [noun.subject]: subject, ...(source === undefined ? { gate } : {}) };
  return {
    id: eventId,
    type: contract.type,
    source: source ?? `/border-gates/${gate}`,
    subject,
    time: eventTime,
    dataschema: schemaIdOf(contract.type),
    traceparent: traceOf(metadata.commandId, eventId),
    topic: noun.topic,
    gate,
    ...(formerGate === undefined ? {} : { formerGate }),
    ...(gate === '' && noun.bindsEveryGate === true ? { bindsEveryGate: true } : {}),
    data: { ...about, eventTime, recordTime, revision: revision.toString(10), ...details },
  };
}

function nounOf({ stream }: RecordedEvent): PublishedNoun {
  return NOUNS[categoryOf(stream).name];
}

/** Empty where the event is about no gate alone. */
function ownGateOf({ data }: RecordedEvent): string {
  return (data as { readonly gate?: string }).gate ?? '';
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
