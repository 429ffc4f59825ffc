import type { StreamSlice } from '#libs/event-sourcing';
import { readSeal } from './append-frame';
import type { TextEvent } from './append-frame';
import { recorded } from './event-row';
import type { EventRow } from './event-row';

/** Events of one generation, about 1 kB each: two hold the visits at three full gates. */
const PER_GENERATION = 8_000;
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

/**
 * The streams used lately, whole, as the texts that lie in the log: the next command of a truck is judged without a
 * look at the file. Valid because all appends of a folder go through one process, and each comes here before whoever
 * sent it hears of it. In two generations: a full young one becomes the old one, and the old is dropped.
 */
export class RecentStreams {
  /** Each from its first event without a gap. */
  private young = new Map<string, EventRow[]>();
  private old = new Map<string, EventRow[]>();
  private youngEvents = 0;
  private extended = 0;

  /** Grows with every append. */
  get changes(): number {
    return this.extended;
  }

  /** Undefined when the stream is not here; it may still exist. */
  read(stream: string, from: bigint): StreamSlice | undefined {
    const rows = this.held(stream);
    if (rows === undefined) return undefined;
    const first = from >= BigInt(rows.length) ? rows.length : Number(from);
    return { events: rows.slice(first).map(recorded), revision: BigInt(rows.length - 1) };
  }

  /** Takes in a stream as it was read, whole. */
  keep(stream: string, rows: readonly EventRow[]): void {
    if (rows.length > 0 && rows.length <= LONGEST && this.held(stream) === undefined)
      this.add(stream, [...rows]);
  }

  /** Takes in what was appended, when the events before it are here. */
  extend(stream: string, { revision, position, events, seal }: AnsweredAppend): void {
    this.extended += 1;
    const before = Number(revision) + 1 - events.length;
    const rows = this.held(stream) ?? (before === 0 ? [] : undefined);
    // A read may have told of this append before its answer did.
    if (rows?.length !== before) return;
    const { recordTime, hashes } = readSeal(seal);
    const firstPosition = position + 1n - BigInt(events.length);
    events.forEach((event, index) => {
      const place = BigInt(index);
      const { type, eventId, eventTime, contextText, dataText } = event;
      const ids = [firstPosition + place, stream, BigInt(before) + place, type, eventId] as const;
      const prevHash = rows.at(-1)?.[10] ?? null;
      rows.push([...ids, eventTime, recordTime, contextText, dataText, prevHash, hashes[index] ?? '']);
    });
    if (before === 0) this.add(stream, rows);
    else this.youngEvents += events.length;
    if (rows.length > LONGEST) this.drop(stream);
  }

  private held(stream: string): EventRow[] | undefined {
    const rows = this.young.get(stream);
    if (rows !== undefined) return rows;
    const aged = this.old.get(stream);
    if (aged !== undefined) this.add(stream, aged);
    return aged;
  }

  private add(stream: string, rows: EventRow[]): void {
    if (this.youngEvents >= PER_GENERATION) {
      this.old = this.young;
      this.young = new Map();
      this.youngEvents = 0;
    }
    this.young.set(stream, rows);
    this.youngEvents += rows.length;
  }

  private drop(stream: string): void {
    this.young.delete(stream);
    this.old.delete(stream);
  }
}
