import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { seeded } from '#libs/event-sourcing/testing';

/** What a client hands over. Data and metadata are bytes: the server never looks into them. */
export interface Proposed {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Buffer;
  readonly metadata: Buffer;
}

export interface Stored extends Proposed {
  readonly stream: string;
  readonly revision: bigint;
  /** Commit and prepare position, which are one without explicit transactions. */
  readonly position: bigint;
  readonly created: Date;
}

export type Expected = 'any' | 'streamExists' | 'noStream' | bigint;

/** `position` is null where the server leaves it out. */
export type Outcome =
  | {
      readonly kind: 'success';
      readonly revision: bigint;
      readonly position: bigint | null;
      readonly isRepeat: boolean;
    }
  | { readonly kind: 'wrongRevision'; readonly current: bigint | null };

export interface LogOptions {
  /** The log is kept here, a line an event, and read back when a server is started on it again. */
  readonly file?: string;
  readonly clock?: () => Date;
  /** How far apart positions lie, and what others write in between. */
  readonly seed?: number;
  /** Share of appends after which somebody else's stream grows too: what a filter has to leave out. */
  readonly noise?: number;
}

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
  private readonly random: () => number;
  /** Where the next event will be written. */
  end = FIRST_POSITION;

  constructor(private readonly options: LogOptions = {}) {
    this.random = seeded(options.seed ?? 1);
    const { file } = options;
    if (file !== undefined && existsSync(file)) this.load(readFileSync(file, 'utf8'));
  }

  append(stream: string, events: readonly Proposed[], expected: Expected): Outcome {
    const stored = this.streams.get(stream) ?? [];
    const current = BigInt(stored.length) - 1n;
    const wrong = { kind: 'wrongRevision', current: current < 0n ? null : current } as const;
    if (expected === 'streamExists' && current < 0n) return wrong;
    const before = revisionBefore(expected, current);
    if (before > current) return wrong;
    if (before < current) return repeated(stored, events, before) ?? wrong;
    const last = this.write(stream, events);
    this.makeNoise();
    return { kind: 'success', revision: last.revision, position: last.position, isRepeat: false };
  }

  stream(name: string): readonly Stored[] | undefined {
    return this.streams.get(name);
  }

  /** Where the next event after a position stands in `all`: from the event at it, or from the one behind it. */
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
      const revision = BigInt(this.streams.get(stream)?.length ?? 0);
      this.add({ ...event, stream, revision, position: this.nextPosition(event), created });
    }
    const written = this.all.slice(first);
    if (this.options.file !== undefined) appendFileSync(this.options.file, written.map(lineOf).join(''));
    const last = written.at(-1);
    if (last === undefined) throw new RangeError('an append without events has no last one');
    return last;
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
    const event = { type: 'noise', contentType: 'application/json', metadata: Buffer.alloc(0) };
    this.write(stream, [{ ...event, id: crypto.randomUUID(), data: Buffer.from('{}') }]);
  }

  private add(record: Stored): void {
    const stored = this.streams.get(record.stream);
    if (stored === undefined) this.streams.set(record.stream, [record]);
    else stored.push(record);
    this.all.push(record);
  }

  private load(text: string): void {
    // A kill may have torn the last line; what it told of was never answered.
    for (const line of text.split('\n').slice(0, -1)) {
      const record = recordOf(line);
      this.add(record);
      this.end = record.position + BigInt(RECORD_OVERHEAD + record.data.length + record.metadata.length);
    }
  }
}

function revisionBefore(expected: Expected, current: bigint): bigint {
  if (expected === 'noStream') return -1n;
  return typeof expected === 'bigint' ? expected : current;
}

/** The first answer again when these very ids stand right after `before`. */
function repeated(
  stored: readonly Stored[],
  events: readonly Proposed[],
  before: bigint,
): Outcome | undefined {
  const first = Number(before) + 1;
  if (events.length === 0 || !events.every(({ id }, index) => stored[first + index]?.id === id)) {
    return undefined;
  }
  const revision = before + BigInt(events.length);
  // The server answers with the place of the first event, or with none while it is not indexed.
  const position = stored[first]?.position ?? null;
  return { kind: 'success', revision, position: revision % 2n === 0n ? position : null, isRepeat: true };
}

function lineOf({ position, revision, data, metadata, created, ...rest }: Stored): string {
  const texts = { position: String(position), revision: String(revision), created: created.toISOString() };
  const bytes = { data: data.toString('base64'), metadata: metadata.toString('base64') };
  return `${JSON.stringify({ ...rest, ...texts, ...bytes })}\n`;
}

function recordOf(line: string): Stored {
  const fields = JSON.parse(line) as Record<
    keyof Omit<Stored, 'data' | 'metadata' | 'position' | 'revision' | 'created'>,
    string
  > &
    Record<'data' | 'metadata' | 'position' | 'revision' | 'created', string>;
  return {
    ...fields,
    position: BigInt(fields.position),
    revision: BigInt(fields.revision),
    created: new Date(fields.created),
    data: Buffer.from(fields.data, 'base64'),
    metadata: Buffer.from(fields.metadata, 'base64'),
  };
}
