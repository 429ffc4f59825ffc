import type { RecordedEvent } from '#libs/event-sourcing';

/** Events of one generation, about 2 kB each: two hold the visits at three full gates. */
const PER_GENERATION = 6_000;
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
 * read: it begins with the last event that is known, and by its hash that event confirms all before it. In two
 * generations: a full young one becomes the old one, and the old is dropped.
 */
export class RecentStreams {
  private young = new Map<string, KnownStream>();
  private old = new Map<string, KnownStream>();
  private youngEvents = 0;

  /** The first events of a stream, at least one; undefined when nothing is known of it. */
  known(stream: string): readonly RecordedEvent[] | undefined {
    return this.held(stream)?.events;
  }

  /** Takes in a stream as it was read, whole. One of no event is let go. */
  keep(stream: string, events: readonly RecordedEvent[]): void {
    const known = this.held(stream)?.events.length ?? 0;
    // Of two reads at once the one that was answered last may be the older one.
    if (events.length < known) return;
    this.forget(stream);
    if (events.length > 0 && events.length <= LONGEST) this.add(stream, { events, isRead: true });
  }

  /**
   * Takes in an event that was sent from here. What the server has at its place may be the same event as another
   * attempt sealed it, so nothing is put behind it before it has been read.
   */
  extend(stream: string, event: RecordedEvent): void {
    const { events, isRead } = this.held(stream) ?? { events: [], isRead: true };
    if (BigInt(events.length) !== event.revision || !isRead) return;
    this.forget(stream);
    if (events.length < LONGEST) this.add(stream, { events: [...events, event], isRead: false });
  }

  forget(stream: string): void {
    this.youngEvents -= this.young.get(stream)?.events.length ?? 0;
    this.young.delete(stream);
    this.old.delete(stream);
  }

  private held(stream: string): KnownStream | undefined {
    const known = this.young.get(stream);
    if (known !== undefined) return known;
    const aged = this.old.get(stream);
    if (aged !== undefined) this.add(stream, aged);
    return aged;
  }

  private add(stream: string, known: KnownStream): void {
    if (this.youngEvents >= PER_GENERATION) {
      this.old = this.young;
      this.young = new Map();
      this.youngEvents = 0;
    }
    this.young.set(stream, known);
    this.youngEvents += known.events.length;
  }
}
