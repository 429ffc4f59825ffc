import { unlessDamaged, unreadableIn } from '#libs/event-sourcing';
import type { EventReader, RecordedEvent } from '#libs/event-sourcing';

/** What of the log the histories are read with. */
export type HistoryReader = Pick<EventReader, 'readStream' | 'readAll' | 'isDeleted'>;

const PAGE = 1_000;

/** Streams from their first event on, also those that somebody deleted or cut. */
export class WholeStreams {
  private readonly lost = new Map<string, RecordedEvent[]>();

  constructor(private readonly log: HistoryReader) {}

  /** With what was done to the stream, as far as it shows in `arrived` or in the log as a whole. In log order. */
  async read(stream: string, arrived: readonly RecordedEvent[] = []): Promise<readonly RecordedEvent[]> {
    const slice = await unlessDamaged(this.log.readStream(stream));
    if (slice?.events[0]?.revision === 0n) return withHarm(slice.events, arrived);
    const isMissing = slice?.revision === 'noStream' && arrived.length === 0;
    if (isMissing && !(await this.isDeleted(stream))) return [];
    return this.lost.get(stream) ?? this.find(stream);
  }

  private async isDeleted(stream: string): Promise<boolean> {
    return (await this.log.isDeleted?.(stream)) ?? false;
  }

  /**
   * The log holds the events of a stream that was deleted or cut until the store is tidied up. To find them takes two
   * walks over all of it, for all such streams together, so it is done only for one that has to be shown.
   */
  private async find(stream: string): Promise<readonly RecordedEvent[]> {
    const wanted = new Map<string, RecordedEvent[]>([[stream, []]]);
    for await (const event of this.whole()) {
      if (unreadableIn(event) !== undefined) wanted.set(event.stream, []);
    }
    for await (const event of this.whole()) wanted.get(event.stream)?.push(event);
    for (const [name, events] of wanted) this.lost.set(name, events);
    return wanted.get(stream) ?? [];
  }

  private async *whole(): AsyncGenerator<RecordedEvent> {
    for (let position = -1n; ;) {
      const page = await this.log.readAll(position, PAGE);
      yield* page;
      const last = page.at(-1);
      if (last === undefined) return;
      position = last.position;
    }
  }
}

/** Events of one stream with what was done to it, which is no event of the stream where it was done to its metadata. */
function withHarm(
  events: readonly RecordedEvent[],
  arrived: readonly RecordedEvent[],
): readonly RecordedEvent[] {
  const known = new Set(events.map(({ position }) => position));
  const harm = arrived.filter((event) => unreadableIn(event) !== undefined && !known.has(event.position));
  const all = [...events, ...harm];
  return all.sort((a, b) => (a.position < b.position ? -1 : 1));
}
