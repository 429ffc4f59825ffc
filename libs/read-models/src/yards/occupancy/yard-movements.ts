/* Time series of the trucks that came into and left a yard, by hour or day. */
import type { DatabaseSync } from 'node:sqlite';
import { statement } from '#libs/projections';
import { daysOf, dayBounds, localText, startOfDay } from '../../paging/local-time';
import { zoneOfYard } from './yard-occupancy-query';
import type { YardSources } from './yard-occupancy-query';

/** One step of time of a yard. `present` is how many stood there at its end; a truck on a new spot neither left nor came. */
export interface YardMovement {
  /** Local date. */
  readonly day?: string;
  /** Begin of the hour, RFC 3339 with the gate's offset. */
  readonly hour?: string;
  readonly entries: number;
  readonly exits: number;
  readonly present: number;
}

export interface YardMovementsQuery {
  readonly yard: string;
  /** Local dates of the yard's gate, `to` exclusive. */
  readonly from: string;
  readonly to: string;
  readonly step: 'hour' | 'day';
  /** Epoch milliseconds: nothing later counts, and no step that begins later is shown. */
  readonly at: number;
}

interface Step {
  readonly name: { readonly day: string } | { readonly hour: string };
  readonly from: number;
  readonly to: number;
}

/** A row for each local hour or day that has begun, also where nothing moved. */
export function yardMovements(
  db: DatabaseSync,
  query: YardMovementsQuery,
  source: YardSources,
): YardMovement[] {
  const { yard, at } = query;
  const zone = zoneOfYard(source.yard(yard), source);
  const steps = (query.step === 'day' ? daySteps : hourSteps)(zone, query).filter(({ from }) => from <= at);
  const [first] = steps;
  if (first === undefined) return [];
  const end = Math.min(steps.at(-1)?.to ?? at, at + 1);
  const stays = staysBetween(db, yard, first.from, end);
  const entries = stays.map(({ since }) => since).sort((a, b) => a - b);
  const exits = stays.map(({ until }) => until).sort((a, b) => a - b);
  let [entered, left] = [0, 0];
  const before = (times: readonly number[], time: number, index: number): number => {
    let next = index;
    while (next < times.length && (times[next] ?? time) < time) next += 1;
    return next;
  };
  [entered, left] = [before(entries, first.from, 0), before(exits, first.from, 0)];
  return steps.map(({ name, to }) => {
    const until = Math.min(to, end);
    const [enteredNow, leftNow] = [before(entries, until, entered), before(exits, until, left)];
    const row = {
      ...name,
      entries: enteredNow - entered,
      exits: leftNow - left,
      present: enteredNow - leftNow,
    };
    [entered, left] = [enteredNow, leftNow];
    return row;
  });
}

interface Presence {
  readonly since: number;
  readonly until: number;
}

const STAYS = `SELECT visit, since, until_time FROM yard_occupancy
  WHERE yard = :yard AND until_time >= :from AND from_time < :end`;

/** Who stood in the yard from `from` to `end`, one a truck and entry, whatever the spots and tractors. */
function staysBetween(db: DatabaseSync, yard: string, from: number, end: number): Presence[] {
  const rows = statement(db, STAYS).all({ yard, from, end }) as unknown as {
    visit: number;
    since: number;
    until_time: number;
  }[];
  const byEntry = new Map<string, Presence>();
  for (const { visit, since, until_time: until } of rows) {
    const key = `${visit} ${since}`;
    const known = byEntry.get(key);
    byEntry.set(key, { since, until: Math.max(until, known?.until ?? until) });
  }
  return [...byEntry.values()];
}

function daySteps(zone: string, { from, to }: YardMovementsQuery): Step[] {
  return daysOf(from, to).map((day) => ({ name: { day }, ...dayBounds(zone, day) }));
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Hours as the clock at the gate shows them; one that is set forward has one less, one that is set back one more. */
function hourSteps(zone: string, query: YardMovementsQuery): Step[] {
  const [begin, end] = [startOfDay(zone, query.from), startOfDay(zone, query.to)];
  const steps: Step[] = [];
  for (let from = begin; from < end;) {
    const hour = localText(zone, from);
    const minutes = Number(hour.slice('yyyy-mm-ddThh:'.length, 'yyyy-mm-ddThh:mm'.length));
    const to = Math.min(from + HOUR - minutes * MINUTE, end);
    steps.push({ name: { hour }, from, to });
    from = to;
  }
  return steps;
}
