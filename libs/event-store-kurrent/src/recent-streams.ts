import { LRUCache } from 'lru-cache';
import type { RecordedEvent } from '#libs/event-sourcing';

/** Events, about 2 kB each: the visits at three full gates. */
const MAX_EVENTS = 9_000;
/** A longer stream would push out everything else; nothing at a border is nearly as long. */
const LONGEST = 500;

/** A stream from its first event on, as far as this process knows it. */
interface KnownStream {
  readonly events: readonly RecordedEvent[];
  /** Was the last event read, and not only sent from here? */
  readonly isRead: boolean;
}

/**
 * The beginnings of the streams used lately. Another process may have appended since, so what is here only shortens a
 * read: it begins with the last event that is known, and by its hash that event confirms all before it.
 */
export class RecentStreams {
  private readonly streams = new LRUCache<string, KnownStream>({
    maxSize: MAX_EVENTS,
    maxEntrySize: LONGEST,
    sizeCalculation: ({ events }) => events.length,
  });

  /** The first events of a stream, at least one; undefined when nothing is known of it. */
  known(stream: string): readonly RecordedEvent[] | undefined {
    return this.streams.get(stream)?.events;
  }

  /** Takes in a stream as it was read, whole. One of no event is let go. */
  keep(stream: string, events: readonly RecordedEvent[]): void {
    const known = this.streams.get(stream)?.events.length ?? 0;
    // Of two reads at once the one that was answered last may be the older one.
    if (events.length < known) return;
    if (events.length === 0) this.forget(stream);
    else this.streams.set(stream, { events, isRead: true });
  }

  /**
   * Takes in an event that was sent from here. What the server has at its place may be the same event as another
   * attempt sealed it, so nothing is put behind it before it has been read.
   */
  extend(stream: string, event: RecordedEvent): void {
    const { events, isRead } = this.streams.get(stream) ?? { events: [], isRead: true };
    if (BigInt(events.length) !== event.revision || !isRead) return;
    this.streams.set(stream, { events: [...events, event], isRead: false });
  }

  clear(): void {
    this.streams.clear();
  }

  forget(stream: string): void {
    this.streams.delete(stream);
  }
}
