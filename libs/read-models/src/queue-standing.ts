import type { DatabaseSync } from 'node:sqlite';
import { inForce } from '#libs/truck-flow';
import type { Gate } from '#libs/truck-flow';
import type { GateSource } from './gate-source';
import { PlaceMemory } from './place-memory';
import { isFiltered } from './queue-filter';
import type { QueueFilter } from './queue-filter';

const MINUTE = 60_000;

interface Row {
  readonly arrivedAt: string;
  readonly waitedMinutes: number;
  readonly callDeadline?: string;
}

interface Query {
  readonly gates: readonly string[];
  readonly at: number;
  readonly limit: number;
  readonly cursor?: string;
  readonly filter?: QueueFilter;
}

/** Pages of queues that were read, as far as they stand. */
export class QueueMemory<Page extends { readonly items: readonly Row[] }> {
  private readonly memory = new PlaceMemory<Page>('GATE', ({ items }) => items.length);

  /** A page as it was read before while it stands, else as `read` reads it. */
  page(db: DatabaseSync, query: Query, source: GateSource, read: () => Page): Page {
    const { gates, at, limit, cursor, filter = {} } = query;
    const [code = ''] = gates;
    // What a filter leaves out may fit later, which the rows of the page do not tell.
    if (gates.length !== 1 || isFiltered(filter)) return read();
    const given = source.gate(code);
    const asked = { code, part: JSON.stringify([limit, cursor]), at, given };
    return this.memory.at(db, asked, { read, until: ({ items }) => standsUntil(items, given, at) });
  }
}

/**
 * Until when (epoch milliseconds, exclusive) rows of a queue that were read as of `at` stay what they are, if nothing is
 * recorded: until a truck has waited another minute, an act of the gate begins or ends, or a deadline passes. A deadline
 * moves as long as the gate is suspended.
 */
function standsUntil(rows: readonly Row[], gate: Gate, at: number): number {
  const deadlines = rows.flatMap(({ callDeadline }) => callDeadline ?? []);
  if (deadlines.length > 0 && inForce(gate, 'borderGate.GateSuspended.v1', at).length > 0) return at;
  const changes = [
    ...rows.map(({ arrivedAt, waitedMinutes }) => Date.parse(arrivedAt) + (waitedMinutes + 1) * MINUTE),
    ...gate.acts.flatMap(({ from, until }) => [from, until]),
    ...deadlines.map((deadline) => Date.parse(deadline)),
  ];
  return changes.reduce((next, change) => (change > at ? Math.min(next, change) : next), Infinity);
}
