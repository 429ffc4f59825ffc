/* Reads of streams and of the log on EventStoreDB. */
import { BACKWARDS, END, START, StreamDeletedError } from '@eventstore/db-client';
import type { EventStoreDBClient, ReadRevision, ResolvedEvent } from '@eventstore/db-client';
import { isMarked, LogForked, positionAfter, requireMarked, StreamDamaged } from '#libs/event-sourcing';
import type { After, ExpectedRevision, RecordedEvent, StreamSlice } from '#libs/event-sourcing';
import { within } from './back-off';
import { collect } from './collect';
import type { Connection } from './connection';
import { failureKind, isInvalidPosition } from './failures';
import { isWithinLog, pairOf } from './positions';
import type { Place } from './positions';
import { shownOf } from './shown-event';
import { fromStored } from './stored-event';

const LARGEST_REVISION = 2n ** 63n - 1n;
/** Pages of the search for the last event of ours: what others write lies behind it. */
const FIRST_TAIL = 16;
const LONGEST_TAIL = 4_096;

/** A piece of the log, ours of it. */
interface Page {
  /** At the position that the page was asked for. */
  first: RecordedEvent | undefined;
  /** Behind it. */
  readonly found: RecordedEvent[];
  /** Where the last event lies when the log may go on behind it. */
  last: bigint | undefined;
}

interface StreamRead {
  readonly fromRevision: ReadRevision;
  readonly direction?: typeof BACKWARDS;
  readonly maxCount?: number;
}

interface PageWanted {
  readonly position: bigint;
  readonly limit: number;
  readonly silence: number;
}

/**
 * Reads through the leader, so that every read sees all events whose append was answered before it began. This
 * client cannot filter reads of the log: what is not ours is left out here.
 */
export class KurrentReader {
  constructor(
    private readonly connection: Connection,
    private readonly prefixes: readonly string[],
  ) {}

  /** Is this a stream of this system? */
  isOurs(stream: string): boolean {
    return this.prefixes.some((prefix) => stream.startsWith(prefix));
  }

  /** What readers are shown of an event of the log; undefined for what does not concern us. */
  shown(event: ResolvedEvent['event']): RecordedEvent | undefined {
    return shownOf(event, (stream) => this.isOurs(stream));
  }

  async readStream(stream: string, from = 0n): Promise<StreamSlice> {
    if (from > LARGEST_REVISION) return { events: [], revision: await this.revisionOf(stream) };
    // With the event before the first one wanted, one read also shows the revision of a stream without new events.
    const read = await this.eventsOf(stream, { fromRevision: from > 0n ? from - 1n : START });
    const last = read.at(-1)?.revision;
    if (last === undefined)
      return { events: [], revision: from > 0n ? await this.revisionOf(stream) : 'noStream' };
    return { events: read.filter(({ revision }) => revision >= from), revision: last };
  }

  /** At most `count` events from a revision on; without `count` all of them. */
  readSome(stream: string, from: bigint, count?: number): Promise<RecordedEvent[]> {
    if (from > LARGEST_REVISION) return Promise.resolve([]);
    return this.eventsOf(stream, { fromRevision: from, ...(count === undefined ? {} : { maxCount: count }) });
  }

  /** The last event of a stream. */
  async readLast(stream: string): Promise<RecordedEvent | undefined> {
    const [last] = await this.eventsOf(stream, { fromRevision: END, direction: BACKWARDS, maxCount: 1 });
    return last;
  }

  async revisionOf(stream: string): Promise<ExpectedRevision> {
    return (await this.readLast(stream))?.revision ?? 'noStream';
  }

  /** Its metadata show it, also once its events are gone. */
  isDeleted(stream: string): Promise<boolean> {
    return this.connection.read(async (client, silence) => {
      try {
        const asking = client.getStreamMetadata(stream, { requiresLeader: true });
        const { metadata } = await within(silence, asking);
        return metadata?.truncateBefore !== undefined && metadata.truncateBefore !== 0;
      } catch (error) {
        if (error instanceof StreamDeletedError) return true;
        throw error;
      }
    });
  }

  /** A page begins with the event at the position itself, so that a marked one costs no read of its own. */
  async readAll(after: After, limit: number): Promise<readonly RecordedEvent[]> {
    const position = positionAfter(after);
    if (!isWithinLog(position) || limit <= 0) return [];
    const { first, found } = await this.connection.read(async (client, silence) => {
      const pages: Page = { first: undefined, found: [], last: position };
      while (pages.last !== undefined && pages.found.length < limit) {
        const rest = { position: pages.last, limit: limit - pages.found.length, silence };
        const page = await this.readPage(client, rest).catch(notInside(after));
        pages.first ??= page.first;
        pages.found.push(...page.found);
        pages.last = page.last;
      }
      return pages;
    });
    if (typeof after === 'bigint' || isMarked(first, after)) return found;
    await requireMarked(this, after);
    return this.readAll(after, limit);
  }

  /** The event of ours at a position; undefined when none begins there. */
  readAt(position: bigint): Promise<RecordedEvent | undefined> {
    if (position < 0n || !isWithinLog(position)) return Promise.resolve(undefined);
    return this.connection.read(async (client, silence) => {
      try {
        const only = { position, limit: 0, silence };
        const { first, last } = await this.readPage(client, only);
        // A read that breaks off looks like the end of the log.
        return last === undefined ? (await this.readPage(client, only)).first : first;
      } catch (error) {
        if (isInvalidPosition(error)) return undefined;
        throw error;
      }
    });
  }

  lastPosition(): Promise<bigint> {
    return this.connection.read(async (client, silence) => {
      const options = { direction: BACKWARDS, requiresLeader: true } as const;
      let before: Place | typeof END = END;
      for (let count = FIRST_TAIL; ; count = Math.min(count * 4, LONGEST_TAIL)) {
        const tail: ResolvedEvent['event'][] = [];
        await collect(
          client.readAll({ ...options, fromPosition: before, maxCount: count }),
          silence,
          ({ event }) => {
            tail.push(event);
          },
        );
        for (const event of tail) {
          const shown = this.shown(event);
          if (shown !== undefined) return shown.position;
        }
        const earliest = tail.at(-1)?.position;
        if (tail.length < count || earliest === undefined) return -1n;
        before = earliest;
      }
    });
  }

  private async readPage(
    client: EventStoreDBClient,
    { position, limit, silence }: PageWanted,
  ): Promise<Page> {
    const found: RecordedEvent[] = [];
    const maxCount = limit + 1;
    let first: RecordedEvent | undefined;
    let [count, last] = [0, position];
    await collect(
      client.readAll({ fromPosition: pairOf(position), maxCount, requiresLeader: true }),
      silence,
      ({ event }) => {
        count += 1;
        if (event === undefined) return;
        const at = event.position.commit;
        if (at > last || position < 0n) last = at;
        const shown = at >= position ? this.shown(event) : undefined;
        if (shown === undefined) return;
        if (at === position) first = shown;
        else if (found.length < limit) found.push(shown);
      },
    );
    return { first, found, last: count < maxCount ? undefined : last };
  }

  private eventsOf(stream: string, read: StreamRead): Promise<RecordedEvent[]> {
    return this.connection.read(async (client, silence) => {
      const events: RecordedEvent[] = [];
      const streaming = client.readStream(stream, { ...read, requiresLeader: true });
      try {
        await collect(streaming, silence, ({ event }) => {
          if (event !== undefined) events.push(fromStored(event));
        });
      } catch (error) {
        if (failureKind(error) === 'missing') return [];
        if (error instanceof StreamDeletedError) throw new StreamDamaged(stream, 'TOMBSTONED');
        throw error;
      }
      return events;
    });
  }
}

/** A position at which no event begins is of another log. */
function notInside(after: After): (error: unknown) => never {
  return (error) => {
    throw isInvalidPosition(error) ? new LogForked(after, { cause: error }) : error;
  };
}
