import { StreamDamaged, unreadableIn } from '#libs/event-sourcing';
import type { Recollection, StreamSlice } from '#libs/event-sourcing';
import type { KurrentReader } from './event-reader';
import { JoinedReads } from './joined-reads';
import type { LogTail } from './log-tail';
import { LONGEST } from './remembered-streams';
import type { RememberedStreams } from './remembered-streams';

/**
 * Streams read to be decided on. Each read sees every event whose append was answered before it began, whoever appended
 * it: what is remembered is brought up to date first, by one read for all that wait, and the rest is read itself, whole
 * where it may be remembered.
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
    if (from >= LONGEST) return this.joined.take(`${from}@${stream}`, () => this.readFrom(stream, from));
    if (this.memory.knows(stream)) {
      await this.tail.upToDate();
      const known = this.memory.whole(stream);
      if (known !== undefined) return since(from, known);
    }
    await this.tail.begun();
    return since(from, await this.joined.take(stream, () => this.readWhole(stream)));
  }

  recall(): Recollection {
    const upToDate = this.tail.upToDateSince();
    return { upToDate, of: (stream) => this.memory.whole(stream) };
  }

  private async readWhole(stream: string): Promise<StreamSlice> {
    const reading = this.memory.beginReading(stream);
    try {
      const slice = await this.readFrom(stream, 0n);
      this.memory.keep(reading, slice.events);
      return slice;
    } finally {
      this.memory.endReading(reading);
    }
  }

  private async readFrom(stream: string, from: bigint): Promise<StreamSlice> {
    const slice = await this.reader.readStream(stream, from);
    for (const event of slice.events) {
      const unreadable = unreadableIn(event);
      if (unreadable !== undefined) throw new StreamDamaged(stream, unreadable.damage);
    }
    this.memory.readToEnd(stream, slice.events);
    return slice;
  }
}

function since(from: bigint, slice: StreamSlice): StreamSlice {
  return from === 0n ? slice : { ...slice, events: slice.events.filter(({ revision }) => revision >= from) };
}
