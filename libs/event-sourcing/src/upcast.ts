import type { RecordedEvent } from './event';
import type { After } from './event-mark';
import type { EventReader, HistoryPage, Recollection, StreamSlice } from './event-store';

/**
 * What one version of an event becomes in the next: its new stored name and data. Pure and total; no rules. One that
 * keeps the name brings the data of old events into the form of today's, and gives back the data itself where they are.
 */
export interface Upcaster {
  readonly type: string;
  upcast(data: unknown): unknown;
}

/** By stored name: the version that follows it. A name that is not here is read as it was written. */
export type Upcasters = Readonly<Record<string, Upcaster>>;

/**
 * The event in its newest version, step by step. Name and data change, nothing else: the metadata keep the hash of
 * what was stored, which `asStored` gives back. Upcasting twice equals once.
 */
export function upcasted(event: RecordedEvent, upcasters: Upcasters): RecordedEvent {
  let { type, data } = event;
  for (let next = upcasters[type]; next !== undefined;) {
    data = next.upcast(data);
    const isLast = next.type === type;
    type = next.type;
    next = isLast ? undefined : upcasters[type];
  }
  if (type === event.type && data === event.data) return event;
  const newest = { ...event, type, data };
  STORED.set(newest, asStored(event));
  return newest;
}

/** The events themselves where none of them changes: most reads are of what today's program wrote. */
function allUpcasted(events: readonly RecordedEvent[], upcasters: Upcasters): readonly RecordedEvent[] {
  let changed: RecordedEvent[] | undefined;
  for (const [index, event] of events.entries()) {
    const newest = upcasted(event, upcasters);
    if (newest === event) continue;
    changed ??= [...events];
    changed[index] = newest;
  }
  return changed ?? events;
}

const STORED = new WeakMap<RecordedEvent, RecordedEvent>();

/** The event as the store holds it, whose hash it bears; of a copy of an upcast event the copy itself. */
export function asStored(event: RecordedEvent): RecordedEvent {
  return STORED.get(event) ?? event;
}

/** A reader that shows every event in its newest version. Without upcasters it is the reader itself. */
export function upcasting<Reader extends EventReader>(reader: Reader, upcasters: Upcasters): Reader {
  if (Object.keys(upcasters).length === 0) return reader;
  const newest = (events: readonly RecordedEvent[]) => allUpcasted(events, upcasters);
  const readStream = reader.readStream.bind(reader);
  const readAll = reader.readAll.bind(reader);
  const readAt = reader.readAt.bind(reader);
  const recall = reader.recall?.bind(reader);
  const readHistories = reader.readHistories?.bind(reader);
  const newestSlice = (slice: StreamSlice): StreamSlice => {
    const events = newest(slice.events);
    return events === slice.events ? slice : { ...slice, events };
  };
  return Object.assign(reader, {
    readStream: async (stream: string, from?: bigint) => newestSlice(await readStream(stream, from)),
    readAll: async (after: After, limit: number) => newest(await readAll(after, limit)),
    readAt: async (position: bigint) => {
      const event = await readAt(position);
      return event && upcasted(event, upcasters);
    },
    ...(recall === undefined
      ? {}
      : {
          recall: (): Recollection => {
            const recalled = recall();
            const newestOf = (slice: StreamSlice | undefined) => slice && newestSlice(slice);
            return { upToDate: () => recalled.upToDate(), of: (stream) => newestOf(recalled.of(stream)) };
          },
        }),
    ...(readHistories === undefined
      ? {}
      : {
          readHistories: async (
            categories: readonly string[],
            cursor: bigint | null,
          ): Promise<HistoryPage> => {
            const { histories, next } = await readHistories(categories, cursor);
            return {
              histories: new Map([...histories].map(([name, events]) => [name, newest(events)])),
              next,
            };
          },
        }),
  });
}
