import type { DatabaseSync } from 'node:sqlite';
import { LRUCache } from 'lru-cache';

interface Made<Whole> {
  readonly parts: readonly unknown[];
  readonly whole: Whole;
}

const MOST_KEPT = 500;

/**
 * Gives what was made last of a key again while its parts are the same, per connection: what did not change keeps its
 * identity, so that who made something of it need not make it anew.
 */
export class SameParts<Whole> {
  private readonly connections = new WeakMap<DatabaseSync, LRUCache<string, Made<Whole>>>();

  /** `make`: of the parts and of nothing else. */
  of(db: DatabaseSync, key: string, parts: readonly unknown[], make: () => Whole): Whole {
    let known = this.connections.get(db);
    if (known === undefined) {
      known = new LRUCache({ max: MOST_KEPT });
      this.connections.set(db, known);
    }
    const last = known.get(key);
    if (last !== undefined && areSame(last.parts, parts)) return last.whole;
    const whole = make();
    known.set(key, { parts, whole });
    return whole;
  }
}

function areSame(some: readonly unknown[], others: readonly unknown[]): boolean {
  return some.length === others.length && some.every((one, index) => Object.is(one, others[index]));
}
