import { metadataOfTexts } from '#libs/event-sourcing';
import type { RecordedEvent, StreamSlice } from '#libs/event-sourcing';
import { readSeal } from './append-frame';
import type { TextEvent } from './append-frame';

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
  readonly events: readonly TextEvent[];
  readonly seal: string;
}

/** A stream from its first event without a gap. What was appended stays as it was sent until the stream is read. */
class HeldStream {
  private readonly unread: AnsweredAppend[] = [];
  length: number;

  constructor(
    private readonly name: string,
    private readonly events: RecordedEvent[],
  ) {
    this.length = events.length;
  }

  extend(answered: AnsweredAppend): void {
    this.unread.push(answered);
    this.length += answered.events.length;
  }

  read(): readonly RecordedEvent[] {
    for (const answered of this.unread) {
      this.events.push(...recordedEvents(this.name, this.events.at(-1), answered));
    }
    this.unread.length = 0;
    return this.events;
  }
}

/**
 * The streams used lately, whole: the next command of a truck is judged without a look at the file. Valid because all
 * appends of a folder go through one process, and each comes here before whoever sent it hears of it. In two
 * generations: a full young one becomes the old one, and the old is dropped.
 */
export class RecentStreams {
  private young = new Map<string, HeldStream>();
  private old = new Map<string, HeldStream>();
  private youngEvents = 0;
  private extended = 0;

  /** Grows with every append. */
  get changes(): number {
    return this.extended;
  }

  /** Undefined when the stream is not here; it may still exist. */
  read(stream: string, from: bigint): StreamSlice | undefined {
    const events = this.held(stream)?.read();
    if (events === undefined) return undefined;
    const first = from >= BigInt(events.length) ? events.length : Number(from);
    return { events: events.slice(first), revision: BigInt(events.length - 1) };
  }

  /** Takes in a stream as it was read, whole. */
  keep(stream: string, events: readonly RecordedEvent[]): void {
    if (events.length > 0 && events.length <= LONGEST && this.held(stream) === undefined)
      this.add(stream, new HeldStream(stream, [...events]));
  }

  /** Takes in what was appended, when the events before it are here. */
  extend(stream: string, answered: AnsweredAppend): void {
    const { revision, events } = answered;
    this.extended += 1;
    const before = Number(revision) + 1 - events.length;
    const held = this.held(stream) ?? (before === 0 ? new HeldStream(stream, []) : undefined);
    // A read may have told of this append before its answer did.
    if (held?.length !== before) return;
    held.extend(answered);
    if (before === 0) this.add(stream, held);
    else this.youngEvents += events.length;
    if (held.length > LONGEST) this.drop(stream);
  }

  private held(stream: string): HeldStream | undefined {
    const held = this.young.get(stream);
    if (held !== undefined) return held;
    const aged = this.old.get(stream);
    if (aged !== undefined) this.add(stream, aged);
    return aged;
  }

  private add(stream: string, held: HeldStream): void {
    if (this.youngEvents >= PER_GENERATION) {
      this.old = this.young;
      this.young = new Map();
      this.youngEvents = 0;
    }
    this.young.set(stream, held);
    this.youngEvents += held.length;
  }

  private drop(stream: string): void {
    this.young.delete(stream);
    this.old.delete(stream);
  }
}

/** What was appended after `last`, as it will be read from the file. */
function recordedEvents(
  stream: string,
  last: RecordedEvent | undefined,
  { revision, position, events, seal }: AnsweredAppend,
): RecordedEvent[] {
  const { recordTime, hashes } = readSeal(seal);
  let prevHash = last?.metadata.hash ?? null;
  return events.map(({ type, eventId, eventTime, contextText, dataText }, index) => {
    const fromEnd = BigInt(events.length - 1 - index);
    const hash = hashes[index] ?? '';
    const metadata = metadataOfTexts({ eventTime, contextText, recordTime, prevHash }, hash);
    prevHash = hash;
    return {
      stream,
      revision: revision - fromEnd,
      position: position - fromEnd,
      type,
      eventId,
      data: JSON.parse(dataText) as unknown,
      metadata,
    };
  });
}
