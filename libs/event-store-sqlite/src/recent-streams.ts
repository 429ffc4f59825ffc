import { sealedMetadata } from '#libs/event-sourcing';
import type { NewEvent, RecordedEvent, StreamSlice } from '#libs/event-sourcing';
import { readSeal } from './append-frame';

/** Events of one generation, about 1 kB each: two hold the visits at three full gates, and what their trucks claim. */
const PER_GENERATION = 16_000;
/** A longer stream would push out everything else; nothing at a border is nearly as long. */
const LONGEST = 500;

/** What an append was answered with, and its events. */
export interface AnsweredAppend {
  /** Of the last event. */
  readonly revision: bigint;
  /** Of the last event. */
  readonly position: bigint;
  readonly events: readonly NewEvent[];
  /** Of the data of each event, as they were stored. */
  readonly dataTexts: readonly string[];
  readonly seal: string;
}

/**
 * The streams used lately, whole, parsed: the next command of a truck is judged without a look at the file. Valid because all appends of a folder go through one process, and each comes here before whoever
 * sent it hears of it. In two generations: a full young one becomes the old one, and the old is dropped.
 */
export class RecentStreams {
  /** Each from its first event without a gap. */
  private young = new Map<string, RecordedEvent[]>();
  private old = new Map<string, RecordedEvent[]>();
  private youngEvents = 0;
  private extended = 0;

  /** Grows with every append. */
  get changes(): number {
    return this.extended;
  }

  /** Undefined when the stream is not here; it may still exist. */
  read(stream: string, from: bigint): StreamSlice | undefined {
    const events = this.held(stream);
    if (events === undefined) return undefined;
    const first = from >= BigInt(events.length) ? events.length : Number(from);
    return { events: events.slice(first), revision: BigInt(events.length - 1) };
  }

  /** Takes in a stream as it was read, whole. */
  keep(stream: string, events: readonly RecordedEvent[]): void {
    if (events.length > 0 && events.length <= LONGEST && this.held(stream) === undefined)
      this.add(stream, [...events]);
  }

  /** Takes in what was appended, when the events before it are here. */
  extend(stream: string, answered: AnsweredAppend): void {
    const { revision, events } = answered;
    this.extended += 1;
    const before = Number(revision) + 1 - events.length;
    const held = this.held(stream) ?? (before === 0 ? [] : undefined);
    // A read may have told of this append before its answer did.
    if (held?.length !== before) return;
    held.push(...recordedEvents(stream, held.at(-1), answered));
    if (before === 0) this.add(stream, held);
    else this.youngEvents += events.length;
    if (held.length > LONGEST) this.drop(stream);
  }

  private held(stream: string): RecordedEvent[] | undefined {
    const events = this.young.get(stream);
    if (events !== undefined) return events;
    const aged = this.old.get(stream);
    if (aged !== undefined) this.add(stream, aged);
    return aged;
  }

  private add(stream: string, events: RecordedEvent[]): void {
    if (this.youngEvents >= PER_GENERATION) {
      this.old = this.young;
      this.young = new Map();
      this.youngEvents = 0;
    }
    this.young.set(stream, events);
    this.youngEvents += events.length;
  }

  private drop(stream: string): void {
    this.young.delete(stream);
    this.old.delete(stream);
  }
}

/** What was appended after `last`, as it will be read from the file: the caller may do with its own what it likes. */
function recordedEvents(
  stream: string,
  last: RecordedEvent | undefined,
  { revision, position, events, dataTexts, seal }: AnsweredAppend,
): RecordedEvent[] {
  const { recordTime, hashes } = readSeal(seal);
  let prevHash = last?.metadata.hash ?? null;
  return events.map(({ type, eventId, metadata }, index) => {
    const fromEnd = BigInt(events.length - 1 - index);
    const hash = hashes[index] ?? '';
    const sealed = sealedMetadata(metadata, { recordTime, prevHash, hash });
    prevHash = hash;
    const data = JSON.parse(dataTexts[index] ?? '') as unknown;
    return {
      stream,
      revision: revision - fromEnd,
      position: position - fromEnd,
      type,
      eventId,
      data,
      metadata: sealed,
    };
  });
}
