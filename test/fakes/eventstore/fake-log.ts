/* The log of the fake event store: streams, expected revisions, deletions, backups. */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { seeded } from '#libs/event-sourcing/testing';
import { lineOf, recordOf } from './log-record';
import type { Proposed, Stored } from './log-record';

export type Expected = 'any' | 'streamExists' | 'noStream' | bigint;

/** `position` is null where the server leaves it out. */
export type Outcome =
  | {
      readonly kind: 'success';
      readonly revision: bigint;
      readonly position: bigint | null;
      readonly isRepeat: boolean;
    }
  | { readonly kind: 'wrongRevision'; readonly current: bigint | null }
  | { readonly kind: 'tombstoned' };

/** How far a log had come, for a backup to go back to. */
export interface Backup {
  readonly count: number;
  readonly end: bigint;
}

export interface LogOptions {
  /** The log is kept here, a line an event, and read back when a server is started on it again. */
  readonly file?: string;
  readonly clock?: () => Date;
  /** How far apart positions lie, and what others write in between. */
  readonly seed?: number;
  /** Share of appends after which somebody else's stream grows too: what a filter has to leave out. */
  readonly noise?: number;
}

/** Revision of a tombstone, and the `$tb` of a stream that was deleted softly. */
const LARGEST = 2n ** 63n - 1n;
const TOMBSTONE = '$streamDeleted';
const JSON_TYPE = 'application/json';
const FIRST_POSITION = 1_337n;
const RECORD_OVERHEAD = 96;
const LARGEST_GAP = 4_000;

/**
 * The log of the fake with the server's own rule for appends (KurrentDB `IndexWriter.CheckCommit`): an expected
 * revision below the current one is compared id by id at the exact revisions, the current one is appended to without
 * a look at the ids. Positions are byte places with gaps, as in a real log.
 */
export class FakeLog {
  readonly all: Stored[] = [];
  private readonly streams = new Map<string, Stored[]>();
  private readonly tombstoned = new Set<string>();
  private readonly random: () => number;
  /** Where the next event will be written. */
  end = FIRST_POSITION;

  constructor(private readonly options: LogOptions = {}) {
    this.random = seeded(options.seed ?? 1);
    const { file } = options;
    if (file !== undefined && existsSync(file)) this.load(readFileSync(file, 'utf8'));
  }

  append(stream: string, events: readonly Proposed[], expected: Expected): Outcome {
    if (this.isTombstoned(stream)) return { kind: 'tombstoned' };
    const stored = this.streams.get(stream) ?? [];
    const current = BigInt(stored.length) - 1n;
    const isDeleted = this.firstVisible(stream) === LARGEST;
    const before = isDeleted ? deletedBefore(expected, current) : revisionBefore(expected, current);
    if (before !== current) {
      const wrong = { kind: 'wrongRevision', current: current < 0n ? null : current } as const;
      return repeated(stored, events, before) ?? wrong;
    }
    if (events.length === 0) return { kind: 'success', revision: 0n, position: null, isRepeat: true };
    const last = this.write(stream, events);
    if (isDeleted) this.hideBefore(stream, current + 1n);
    this.makeNoise();
    return { kind: 'success', revision: last.revision, position: last.position, isRepeat: false };
  }

  /** What a reader is given of a stream: undefined when there is none, or when it was deleted softly. */
  stream(name: string): readonly Stored[] | 'tombstoned' | undefined {
    if (this.isTombstoned(name)) return 'tombstoned';
    const first = this.firstVisible(name);
    const stored = first === LARGEST ? undefined : this.streams.get(name);
    return first === 0n ? stored : stored?.filter(({ revision }) => revision >= first);
  }

  /** Soft: the events stay in the log, and who appends as to a new stream goes on counting. */
  delete(stream: string): Stored | 'tombstoned' {
    return this.isTombstoned(stream) ? 'tombstoned' : this.hideBefore(stream, LARGEST);
  }

  /** For good: an event without data ends the stream itself. */
  tombstone(stream: string): Stored | 'tombstoned' {
    if (this.isTombstoned(stream)) return 'tombstoned';
    const [nothing, contentType] = [Buffer.alloc(0), 'application/octet-stream'];
    const id = crypto.randomUUID();
    return this.write(stream, [{ id, type: TOMBSTONE, contentType, data: nothing, metadata: nothing }]);
  }

  backUp(): Backup {
    return { count: this.all.length, end: this.end };
  }

  /** The newest events are gone, and their positions are given again. */
  restore({ count, end }: Backup): void {
    const kept = this.all.splice(0).slice(0, count);
    this.streams.clear();
    this.tombstoned.clear();
    for (const record of kept) this.add(record);
    this.end = end;
    if (this.options.file !== undefined) writeFileSync(this.options.file, kept.map(lineOf).join(''));
  }

  /** Where the next event after a position is in `all`: from the event at it, or from the one behind it. */
  placeAfter(position: bigint, includesIt: boolean): number {
    let [low, high] = [0, this.all.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const at = this.all[middle]?.position ?? 0n;
      if (at < position || (at === position && !includesIt)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Is there a record that begins here, or nothing yet? Elsewhere a server reads rubbish. */
  isBoundary(position: bigint): boolean {
    return position >= this.end || this.all[this.placeAfter(position, true)]?.position === position;
  }

  private write(stream: string, events: readonly Proposed[]): Stored {
    const created = (this.options.clock ?? (() => new Date()))();
    const first = this.all.length;
    for (const event of events) {
      const next = BigInt(this.streams.get(stream)?.length ?? 0);
      const revision = event.type === TOMBSTONE ? LARGEST : next;
      this.add({ ...event, stream, revision, position: this.nextPosition(event), created });
    }
    const written = this.all.slice(first);
    if (this.options.file !== undefined) appendFileSync(this.options.file, written.map(lineOf).join(''));
    const last = written.at(-1);
    if (last === undefined) throw new RangeError('an append without events has no last one');
    return last;
  }

  private isTombstoned(stream: string): boolean {
    return this.tombstoned.has(stream.startsWith('$$') ? stream.slice(2) : stream);
  }

  /** As the stream's metadata say. */
  private firstVisible(stream: string): bigint {
    const newest = this.streams.get(`$$${stream}`)?.at(-1)?.data.toString('utf8');
    const told = newest === undefined ? undefined : /"\$tb":\s*(\d+)/.exec(newest)?.[1];
    return BigInt(told ?? 0);
  }

  private hideBefore(stream: string, revision: bigint): Stored {
    const metadata = Buffer.alloc(0);
    const data = Buffer.from(`{"$tb":${revision}}`);
    const event = { id: crypto.randomUUID(), type: '$metadata', contentType: JSON_TYPE, data, metadata };
    return this.write(`$$${stream}`, [event]);
  }

  private nextPosition({ data, metadata }: Proposed): bigint {
    const position = this.end;
    const gap = Math.floor(this.random() ** 8 * LARGEST_GAP);
    this.end += BigInt(RECORD_OVERHEAD + data.length + metadata.length + gap);
    return position;
  }

  private makeNoise(): void {
    const { noise = 0 } = this.options;
    if (noise === 0 || this.random() >= noise) return;
    const stream = this.random() < 0.5 ? '$stats-127.0.0.1:2113' : 'somebodyElse-1';
    const event = { type: 'noise', contentType: JSON_TYPE, metadata: Buffer.alloc(0) };
    this.write(stream, [{ ...event, id: crypto.randomUUID(), data: Buffer.from('{}') }]);
  }

  private add(record: Stored): void {
    if (record.type === TOMBSTONE) this.tombstoned.add(record.stream);
    const stored = this.streams.get(record.stream);
    if (stored === undefined) this.streams.set(record.stream, [record]);
    else stored.push(record);
    this.all.push(record);
  }

  private load(text: string): void {
    // A kill may have torn the last line; its append was never answered.
    for (const line of text.split('\n').slice(0, -1)) {
      const record = recordOf(line);
      this.add(record);
      this.end = record.position + BigInt(RECORD_OVERHEAD + record.data.length + record.metadata.length);
    }
  }
}

/** The revision that an append wants to follow; undefined when no stream would do. */
function revisionBefore(expected: Expected, current: bigint): bigint | undefined {
  if (expected === 'noStream') return -1n;
  if (expected === 'streamExists') return current < 0n ? undefined : current;
  return expected === 'any' ? current : expected;
}

/** A stream that was deleted softly is a new one that goes on counting. */
function deletedBefore(expected: Expected, current: bigint): bigint | undefined {
  if (expected === 'streamExists') return undefined;
  return typeof expected === 'bigint' ? expected : current;
}

/** The first answer again when these very ids are right after `before`. */
function repeated(
  stored: readonly Stored[],
  events: readonly Proposed[],
  before: bigint | undefined,
): Outcome | undefined {
  if (before === undefined || before >= BigInt(stored.length)) return undefined;
  const first = Number(before) + 1;
  if (events.length === 0 || !events.every(({ id }, index) => stored[first + index]?.id === id)) {
    return undefined;
  }
  const revision = before + BigInt(events.length);
  const position = stored[Number(revision)]?.position ?? null;
  return { kind: 'success', revision, position, isRepeat: true };
}
