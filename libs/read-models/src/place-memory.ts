import type { DatabaseSync } from 'node:sqlite';
import { lastChangeOf } from './place-changes';
import type { PlaceKind } from './place-changes';

interface Remembered<Read> {
  readonly position: number;
  /** Epoch milliseconds, inclusive and exclusive. */
  readonly from: number;
  readonly until: number;
  readonly read: Read;
}

/**
 * What was read of places, once a change and not once a reader: kept per connection until an event concerns the place
 * or `until` has come. What is asked about the past, or of a place with a step dated ahead, is read each time.
 */
export class PlaceMemory<Read> {
  private readonly connections = new WeakMap<DatabaseSync, Map<string, Remembered<Read>>>();

  constructor(private readonly kind: PlaceKind) {}

  /** `until`: the event time (epoch milliseconds) from which on time alone changes what is read. */
  at(
    db: DatabaseSync,
    { code, at, until }: { readonly code: string; readonly at: number; readonly until: number },
    read: () => Read,
  ): Read {
    const { position, latestTime } = lastChangeOf(db, this.kind, code);
    if (latestTime > at) return read();
    const places = this.of(db);
    const known = places.get(code);
    if (known?.position === position && known.from <= at && at < known.until) return known.read;
    const found = read();
    places.set(code, { position, from: at, until, read: found });
    return found;
  }

  private of(db: DatabaseSync): Map<string, Remembered<Read>> {
    let places = this.connections.get(db);
    if (places === undefined) {
      places = new Map();
      this.connections.set(db, places);
    }
    return places;
  }
}
