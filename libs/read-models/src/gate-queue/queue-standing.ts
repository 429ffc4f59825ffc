import type { DatabaseSync } from 'node:sqlite';
import { damageCount } from '#libs/projections';
import type { GateSource } from '../places/gate-source';
import { broughtToQueue } from './brought-places';
import { PlaceMemory } from '../places/place-memory';
import { isFiltered } from './queue-filter';
import type { QueueFilter } from './queue-filter';
import { standingUntil } from '../paging/standing-lists';

interface Query {
  readonly gates: readonly string[];
  readonly at: number;
  readonly limit: number;
  readonly cursor?: string;
  readonly filter?: QueueFilter;
}

/**
 * A page that was read, and until when (epoch milliseconds, exclusive) it stays what it is if nothing is recorded: until
 * a truck has waited another minute, an act of the gate begins or ends, or a deadline passes.
 */
export interface StandingPage<Page> {
  readonly page: Page;
  readonly until: number;
}

/** Cache of pages of queues, each as long as it is valid. */
export class QueueMemory<Page extends { readonly items: readonly unknown[] }> {
  private readonly memory = new PlaceMemory<StandingPage<Page>>('GATE', ({ page }) => page.items.length);

  /** A page as it was read before while that is valid, else as `read` reads it. */
  page(db: DatabaseSync, query: Query, source: GateSource, read: () => StandingPage<Page>): Page {
    const { gates, at, limit, cursor, filter = {} } = query;
    const [code = ''] = gates;
    // What a filter leaves out may fit later, which the rows of the page do not tell.
    if (gates.length !== 1 || isFiltered(filter)) return read().page;
    const asked = {
      code,
      part: JSON.stringify([limit, cursor, damageCount(db), broughtToQueue(db, code, at)]),
      at,
      given: source.gate(code),
    };
    const { read: known, until } = this.memory.at(db, asked, { read, until: (standing) => standing.until });
    standingUntil(known.page.items, until);
    return known.page;
  }
}
