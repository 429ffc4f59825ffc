import { StreamDamaged, unreadableIn } from '#libs/event-sourcing';
import type { Recollection, StreamSlice } from '#libs/event-sourcing';
import type { KurrentReader } from './event-reader';
import { JoinedReads } from './joined-reads';
import type { LogTail } from './log-tail';
import type { RememberedStreams } from './remembered-streams';

/**
 * Streams read to be decided on. Each read sees every event whose append was answered before it began, whoever appended
 * it: what is remembered is brought up to date first, by one read for all that wait, and the rest is read itself.
 */
export class FreshReads {
  private readonly joined = new JoinedReads<StreamSlice>();

  constructor(
    private readonly reader: KurrentReader,
    private readonly memory: RememberedStreams,
    private readonly tail: LogTail,
  ) {}

  /** @throws StreamDamaged */
  async readStream(stream: string, from: bigint): Promise<StreamSlice> {
    if (this.memory.knows(stream)) {
      await this.tail.upToDate();
      const known = this.memory.whole(stream);
      if (known !== undefined)
        return from === 0n ? known : { ...known, events: known.events.slice(Number(from)) };
    }
    // What is read in part is not remembered, and needs no news.
    if (from === 0n) await this.tail.begun();
    return this.joined.take(`${from}@${stream}`, () => this.readNow(stream, from));
  }

  recall(): Recollection {
    const upToDate = this.tail.upToDateSince();
    return { upToDate, of: (stream) => this.memory.whole(stream) };
  }

  private async readNow(stream: string, from: bigint): Promise<StreamSlice> {
    const reading = this.memory.beginReading(stream);
    try {
      const slice = await this.reader.readStream(stream, from);
      for (const event of slice.events) {
        const unreadable = unreadableIn(event);
        if (unreadable !== undefined) throw new StreamDamaged(stream, unreadable.damage);
      }
      this.memory.readToEnd(stream, slice.events);
      if (from === 0n) this.memory.keep(reading, slice.events);
      return slice;
    } finally {
      this.memory.endReading(reading);
    }
  }
}
