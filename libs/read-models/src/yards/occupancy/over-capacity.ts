/* Query: trucks that came into a yard when it was full, and whether an authority had let them in. */
import type { DatabaseSync } from 'node:sqlite';
import { capacitiesOf, mayLetIn } from '#libs/truck-flow';
import type { Gate, Yard } from '#libs/truck-flow';
import { statement } from '#libs/projections';
import { cursorOf, readCursor } from '../../paging/cursor';
import { localText, startOfDay } from '../../paging/local-time';
import { zoneOfYard } from './yard-occupancy-query';
import type { YardSources } from './yard-occupancy-query';

/** An entry with which more trucks stood in the yard than the largest capacity then in force. */
export interface OverCapacityEntry {
  readonly visitId: string;
  readonly tractor: { readonly plate: string };
  /** RFC 3339 with the gate's offset. */
  readonly at: string;
  /** Trucks present, this one included, and the largest capacity in force. */
  readonly present: number;
  readonly capacity: number;
  /** The authority that was named; null when none was. */
  readonly approvedBy: string | null;
  /** Whether that authority may. */
  readonly approved: boolean;
}

export interface OverCapacityQuery {
  readonly yard: string;
  /** Local dates of the yard's gate, `to` exclusive. */
  readonly from: string;
  readonly to: string;
  /** Epoch milliseconds: nothing later counts, neither an entry nor an approval. */
  readonly at: number;
  /** Also those that an authority let in. */
  readonly all: boolean;
  readonly limit: number;
  readonly cursor?: string;
}

export interface OverCapacityPage {
  readonly items: readonly OverCapacityEntry[];
  readonly nextCursor: string | null;
}

/** Ascending by time, then visit id; of trucks that came at once the later id is the one too many. @throws CursorUnreadable */
export function overCapacityPage(
  db: DatabaseSync,
  query: OverCapacityQuery,
  source: YardSources,
): OverCapacityPage {
  const { yard: code, at, all, limit, cursor } = query;
  const yard = source.yard(code);
  const zone = zoneOfYard(yard, source);
  const from = startOfDay(zone, query.from);
  const end = Math.min(startOfDay(zone, query.to), at + 1);
  const [time, visitId] =
    cursor === undefined ? [from, ''] : (readCursor(cursor, 'number', 'string') as [number, string]);
  const gate = source.gate(yard.registered?.data.gate ?? '');
  const found = entriesOver(entriesOf(db, { code, from, end, at }), yard)
    .map((entry) => ({ ...entry, approved: isApproved(entry, gate) }))
    .filter((entry) => entry.since >= from && (all || !entry.approved))
    .filter((entry) => entry.since > time || (entry.since === time && entry.visitId > visitId));
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(({ since, tractor, ...entry }) => ({
      visitId: entry.visitId,
      tractor: { plate: tractor },
      at: localText(zone, since),
      present: entry.present,
      capacity: entry.capacity,
      approvedBy: entry.approvedBy,
      approved: entry.approved,
    })),
    nextCursor: found.length > limit && last !== undefined ? cursorOf(last.since, last.visitId) : null,
  };
}

function isApproved({ approvedBy, since }: Entry, gate: Gate): boolean {
  return approvedBy !== null && mayLetIn(gate, since, approvedBy);
}

/** A stay from its entry on, epoch milliseconds. */
interface Entry {
  readonly visitId: string;
  readonly tractor: string;
  readonly since: number;
  readonly until: number;
  readonly approvedBy: string | null;
}

const STAYS = `SELECT visit_id AS visitId, tractor, since, until_time AS until, approved_by AS approvedBy
  FROM yard_occupancy WHERE yard = :code AND until_time > :from AND since < :end AND from_time <= :at`;

/** Who stood in the yard within the time, one a truck and entry, with what was known of it at `at`; by entry, then id. */
function entriesOf(
  db: DatabaseSync,
  asked: { readonly code: string; readonly from: number; readonly end: number; readonly at: number },
): Entry[] {
  const stays = statement(db, STAYS).all(asked) as unknown as Entry[];
  const entries = new Map<string, Entry>();
  for (const stay of stays.sort((a, b) => a.until - b.until)) {
    const key = `${stay.visitId} ${stay.since}`;
    const first = entries.get(key) ?? stay;
    entries.set(key, { ...first, until: stay.until, approvedBy: stay.approvedBy ?? first.approvedBy });
  }
  return [...entries.values()].sort((a, b) => a.since - b.since || (a.visitId < b.visitId ? -1 : 1));
}

/** Of these entries those that made the yard hold more than it may. */
function entriesOver(entries: readonly Entry[], yard: Yard) {
  const capacities = capacitiesOf(yard);
  const exits = entries.map(({ until }) => until).sort((a, b) => a - b);
  let left = 0;
  let inForce = 0;
  return entries.flatMap((entry, index) => {
    while ((exits[left] ?? Infinity) <= entry.since) left += 1;
    while ((capacities[inForce]?.until ?? Infinity) <= entry.since) inForce += 1;
    const { capacity, since } = capacities[inForce] ?? { since: Infinity };
    const present = index + 1 - left;
    return capacity === undefined || since > entry.since || present <= capacity.max
      ? []
      : [{ ...entry, present, capacity: capacity.max }];
  });
}
