import type { DatabaseSync } from 'node:sqlite';
import { LRUCache } from 'lru-cache';
import { lastChangeOf } from './place-changes';
import type { PlaceKind } from './place-changes';

interface Remembered<Read> {
  readonly position: number;
  readonly given: unknown;
  /** Epoch milliseconds, inclusive and exclusive. */
  readonly from: number;
  readonly until: number;
  readonly read: Read;
}

/** What was read, and the event time (epoch milliseconds) from which on it may be read otherwise. */
export interface Standing<Read> {
  readonly read: Read;
  readonly until: number;
}

interface Asked {
  readonly code: string;
  /** Which of several things that are read of the place. */
  readonly part?: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** What else the answer is made of; what was read holds for this very object. */
  readonly given?: unknown;
}

interface Reading<Read> {
  read(): Read;
  /** The event time (epoch milliseconds) from which on time alone changes what was read. */
  until(read: Read): number;
}

/** Rows, or what takes as much room: some 5 MB with their texts. */
const MOST_KEPT = 5_000;

/**
 * What was read of places, once a change and not once a reader: kept per connection until an event concerns the place
 * or `until` has come. What is asked about the past, or of a place with a step dated ahead, is read each time.
 */
export class PlaceMemory<Read extends object> {
  private readonly connections = new WeakMap<DatabaseSync, LRUCache<string, Remembered<Read>>>();

  /** `rowsOf`: rows that something read holds. */
  constructor(
    private readonly kind: PlaceKind,
    private readonly rowsOf: (read: Read) => number = () => 0,
  ) {}

  at(db: DatabaseSync, { code, part = '', at, given }: Asked, reading: Reading<Read>): Standing<Read> {
    const { position, latestTime } = lastChangeOf(db, this.kind, code);
    if (latestTime > at) return { read: reading.read(), until: at };
    const places = this.of(db);
    const key = `${code} ${part}`;
    const known = places.get(key);
    const stands = known?.position === position && known.given === given;
    if (stands && known.from <= at && at < known.until) return known;
    const read = reading.read();
    const until = reading.until(read);
    if (at < until) places.set(key, { position, given, from: at, until, read });
    return { read, until };
  }

  private of(db: DatabaseSync): LRUCache<string, Remembered<Read>> {
    let places = this.connections.get(db);
    if (places === undefined) {
      const { rowsOf } = this;
      places = new LRUCache({ maxSize: MOST_KEPT, sizeCalculation: ({ read }) => 1 + rowsOf(read) });
      this.connections.set(db, places);
    }
    return places;
  }
}
