import { LRUCache } from 'lru-cache';
import type { Appended, RecordedEvent } from '#libs/event-sourcing';
import { RecentStreams } from './recent-streams';
import { asRecorded } from './stored-event';
import type { SealedAppend, StreamHead } from './stored-event';

const HEADS = 16_000;

/** What one process remembers of the streams it uses. Others write too: it saves work and decides nothing. */
export class StreamMemory {
  /** A head is only used for an append that expects exactly its revision, and an event at a revision never changes. */
  private readonly heads = new LRUCache<string, StreamHead>({ max: HEADS });
  private readonly recent = new RecentStreams();

  /** The event an append at this revision stands on, when it is remembered. */
  headAt(stream: string, revision: bigint): StreamHead | undefined {
    const head = this.heads.get(stream);
    return head?.revision === revision ? head : undefined;
  }

  /** The first events of a stream, at least one, the last one perhaps not as it is stored. */
  beginningOf(stream: string): readonly RecordedEvent[] | undefined {
    return this.recent.known(stream);
  }

  /** To be told of a stream that was read to its end: the next append will most likely stand on its last event. */
  readToEnd(stream: string, { revision, metadata }: RecordedEvent): void {
    this.heads.set(stream, { revision, hash: metadata.hash, recordTime: metadata.recordTime });
  }

  /** To be told of a whole stream that was read. */
  readWhole(stream: string, events: readonly RecordedEvent[]): void {
    this.recent.keep(stream, events);
  }

  /**
   * To be told of an append that was answered. The server may have known its events by their ids and hold them as
   * another process sealed them, so nothing is chained to what was sent before it has been read.
   */
  appended(stream: string, { events, head }: SealedAppend, { revision, position }: Appended): void {
    if (revision !== head.revision) return;
    const [event] = events;
    if (event === undefined || events.length > 1) return;
    this.recent.extend(stream, asRecorded(event, { stream, revision, position }));
  }

  /** All of it is of another log. */
  clear(): void {
    this.heads.clear();
    this.recent.clear();
  }

  /** What was remembered of a stream turned out to be of another history. */
  forget(stream: string): void {
    this.recent.forget(stream);
  }
}
