import { StreamDamaged, unreadableIn } from '#libs/event-sourcing';
import type { StreamSlice } from '#libs/event-sourcing';
import type { KurrentReader } from './event-reader';
import { JoinedReads } from './joined-reads';
import type { StreamMemory } from './stream-memory';

/**
 * Streams read to be decided on. Each read asks the server, so it sees every event whose append was answered before
 * it began, whoever appended it; of a stream that is remembered only the last known event and the news are fetched.
 */
export class FreshReads {
  private readonly joined = new JoinedReads<StreamSlice>();

  constructor(
    private readonly reader: KurrentReader,
    private readonly memory: StreamMemory,
  ) {}

  /** @throws StreamDamaged */
  readStream(stream: string, from: bigint): Promise<StreamSlice> {
    return this.joined.take(`${from}@${stream}`, () => this.readNow(stream, from));
  }

  private async readNow(stream: string, from: bigint): Promise<StreamSlice> {
    const slice = from === 0n ? await this.whole(stream) : await this.reader.readStream(stream, from);
    for (const event of slice.events) {
      const unreadable = unreadableIn(event);
      if (unreadable !== undefined) throw new StreamDamaged(stream, unreadable.damage);
    }
    const last = slice.events.at(-1);
    if (last !== undefined) this.memory.readToEnd(stream, last);
    if (from === 0n) this.memory.readWhole(stream, slice.events);
    return slice;
  }

  private async whole(stream: string): Promise<StreamSlice> {
    const known = this.memory.beginningOf(stream);
    const last = known?.at(-1);
    if (known === undefined || last === undefined) return this.reader.readStream(stream);
    const read = await this.reader.readSome(stream, last.revision);
    // The event holds the hash of the one before it, so one equal hash is an equal history.
    if (read[0]?.metadata.hash !== last.metadata.hash) {
      this.memory.forget(stream);
      return this.reader.readStream(stream);
    }
    const events = [...known.slice(0, -1), ...read];
    return { events, revision: events.at(-1)?.revision ?? last.revision };
  }
}
