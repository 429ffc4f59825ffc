/* Query of the gate boards: trucks on hand by stage, cargo class and body type. */
import type { DatabaseSync } from 'node:sqlite';
import { streamOf } from '#libs/event-sourcing';
import { BORDER_GATE, statusAt } from '#libs/truck-flow';
import type { BodyType, CargoClass, GateStatus } from '#libs/truck-flow';
import { damageCount, isDamaged, statement } from '#libs/projections';
import { countColumns, countsIn } from './count-columns';
import { BODY_TYPES, CARGO_CLASSES, STAGES } from './counted-codes';
import { DAMAGED_VISITS } from '../visit-facts/damaged-visits';
import { zoneOf } from '../places/gate-source';
import type { GateSource } from '../places/gate-source';
import { dayBounds, localDay } from '../paging/local-time';
import { PlaceMemory } from '../places/place-memory';
import type { Standing } from '../places/place-memory';
import { SameParts } from '../places/same-parts';
import { standingUntil } from '../paging/standing-lists';
import { CALL_OVER_AFTER, STAGE_AT } from '../visit-facts/visit-facts';
import type { Exit, OnHandStage, VisitFacts } from '../visit-facts/visit-facts';

/** Trucks by some property; an absent key means none. */
export type Counts<Key extends string> = Partial<Record<Key, number>>;

/** Something that whoever reads a board should know. `pointer`: into the row. */
export interface BoardWarning {
  readonly code: 'STREAM_DAMAGED';
  readonly pointer: string;
}

/** The trucks on hand at one gate, or at several. */
export interface GateBoardTotal {
  readonly trucksOnHand: number;
  readonly byStage: Counts<OnHandStage>;
  readonly byCargoClass: Counts<CargoClass>;
  readonly byBodyType: Counts<BodyType>;
  /** On the gate's local day of the instant asked for, up to that instant. */
  readonly crossedToday: number;
  readonly turnedBackToday: number;
  /** Whole minutes since the arrival of the truck that waits longest, null when none waits. */
  readonly oldestWaitMinutes: number | null;
  /** Trucks on hand that are in no other count, because their records were changed from outside; absent for none. */
  readonly damaged?: number;
  /** Absent for none. */
  readonly warnings?: readonly BoardWarning[];
}

export interface GateBoardRow extends GateBoardTotal {
  readonly gate: string;
  readonly status: GateStatus;
}

export interface GateBoards {
  readonly items: readonly GateBoardRow[];
  readonly total: GateBoardTotal;
}

const MINUTE = 60_000;

/** The boards of these gates as of an event time (epoch milliseconds), in the order the gates are named. */
export function gateBoards(
  db: DatabaseSync,
  { at, gates }: { readonly at: number; readonly gates: readonly string[] },
  source: GateSource,
): GateBoards {
  const boards = gates.map((gate) => gateBoardOf(db, gate, at, source));
  const items = boards.map(({ read }) => read);
  const list = lists.of(db, gates.join(' '), items, () => ({ items, total: totalOf(items) }));
  standingUntil(list.items, Math.min(...boards.map(({ until }) => until)));
  return list;
}

const lists = new SameParts<GateBoards>();

/** What is counted of a gate; only `oldest` and the status of the gate change with time alone, and the day. */
interface GateCounts extends Omit<GateBoardTotal, 'oldestWaitMinutes' | 'damaged' | 'warnings'> {
  /** When the next call is over, if nothing is recorded. */
  readonly nextOver: number;
  readonly damaged: number;
  /** Arrival of the truck that waits longest, null when none waits. */
  readonly oldest: number | null;
}

const memory = new PlaceMemory<GateCounts>('GATE');
const rows = new SameParts<GateBoardRow>();

function gateBoardOf(db: DatabaseSync, gate: string, at: number, source: GateSource): Standing<GateBoardRow> {
  const history = source.gate(gate);
  const today = dayBounds(zoneOf(history), localDay(zoneOf(history), at));
  const { read: counted, until } = memory.at(
    db,
    { code: gate, at, given: `${zoneOf(history)} ${damageCount(db)}` },
    {
      read: () => countsOfGate(db, gate, at, today.from),
      until: ({ nextOver }) => Math.min(today.to, nextOver),
    },
  );
  const { status } = statusAt(history, at);
  const { oldest, damaged, nextOver: _, ...counts } = counted;
  const isGateDamaged = isDamaged(db, streamOf(BORDER_GATE.name, gate));
  const oldestWaitMinutes = oldest === null ? null : minutesSince(oldest, at);
  const read = rows.of(db, gate, [counted, status, oldestWaitMinutes, isGateDamaged], () => {
    return { gate, status, ...counts, oldestWaitMinutes, ...setAside(damaged, isGateDamaged) };
  });
  const changes = history.acts.flatMap((act) => [act.from, act.until]).filter((change) => change > at);
  return { read, until: Math.min(until, nextMinute(oldest, at), ...changes) };
}

const ON_HAND = 'gate = :gate AND left_at > :at AND arrived_at <= :at';
const COUNT_ON_HAND = `SELECT count(*) AS trucks, min(arrived_at) AS oldest, min(${CALL_OVER_AFTER}) AS nextOver,
    ${countColumns('stage', STAGE_AT, STAGES)},
    ${countColumns('cargo', 'cargo_class', CARGO_CLASSES)},
    ${countColumns('body', 'body_type', BODY_TYPES)}
  FROM gate_board WHERE ${ON_HAND}`;
/** Seldom there are any. */
const COUNT_SOUND = `${COUNT_ON_HAND} AND visit NOT IN (${DAMAGED_VISITS})`;
const COUNT_EXITS = `SELECT ${countColumns('exit', 'exit', { CROSSED: true, TURNED_BACK: true })}
  FROM gate_board WHERE gate = :gate AND left_at >= :since AND left_at <= :at`;

function countsOfGate(db: DatabaseSync, gate: string, at: number, since: number): GateCounts {
  const hasDamage = damageCount(db) > 0;
  const onHand = statement(db, hasDamage ? COUNT_SOUND : COUNT_ON_HAND).get({ gate, at }) as {
    trucks: number;
    oldest: number | null;
    nextOver: number | null;
  };
  const exits = statement(db, COUNT_EXITS).get({ gate, since, at }) ?? {};
  return {
    trucksOnHand: onHand.trucks,
    byStage: countsIn(onHand, 'stage', STAGES),
    byCargoClass: countsIn(onHand, 'cargo', CARGO_CLASSES),
    byBodyType: countsIn(onHand, 'body', BODY_TYPES),
    crossedToday: Number(exits['exit_CROSSED'] ?? 0),
    turnedBackToday: Number(exits['exit_TURNED_BACK'] ?? 0),
    oldest: onHand.oldest,
    nextOver: onHand.nextOver ?? Infinity,
    damaged: hasDamage ? trucksOnHand(db, gate, at) - onHand.trucks : 0,
  };
}

/** What a board says of records that were changed from outside: the gate's own, and those of trucks on hand. */
function setAside(damaged: number, isGateDamaged: boolean): Pick<GateBoardTotal, 'damaged' | 'warnings'> {
  const pointers = [...(isGateDamaged ? ['/gate'] : []), ...(damaged > 0 ? ['/damaged'] : [])];
  const warnings = pointers.map((pointer) => ({ code: 'STREAM_DAMAGED' as const, pointer }));
  return { ...(damaged > 0 ? { damaged } : {}), ...(warnings.length > 0 ? { warnings } : {}) };
}

/** Trucks on hand at an instant: the set of the visits, counted. */
export function trucksOnHand(db: DatabaseSync, gate: string, at: number): number {
  const row = statement(db, `SELECT count(*) AS trucks FROM gate_board WHERE ${ON_HAND}`).get({
    gate,
    at,
  }) as unknown as { trucks: number };
  return row.trucks;
}

interface FactsRow {
  readonly cargo_class: CargoClass;
  readonly body_type: BodyType;
  readonly arrived_at: number;
  readonly customs_at: number | null;
  readonly disinfected_at: number | null;
  readonly called_at: number | null;
  readonly called_until: number;
  /** JSON: from and until of each call after the first. */
  readonly called_again: string | null;
  readonly handed_over_at: number | null;
  readonly transferred_at: number | null;
  readonly left_at: number;
  readonly exit: Exit | null;
}

/** The visits on hand at an instant, with all that is known of them since. */
export function factsOnHand(db: DatabaseSync, gate: string, at: number): VisitFacts[] {
  const rows = statement(db, `SELECT * FROM gate_board WHERE ${ON_HAND}`).all({
    gate,
    at,
  }) as unknown as FactsRow[];
  return rows.map((row) => ({
    gate,
    cargoClass: row.cargo_class,
    bodyType: row.body_type,
    arrivedAt: row.arrived_at,
    customsAt: row.customs_at,
    disinfectedAt: row.disinfected_at,
    calledAt: calledBy(row, at),
    callsOver: [],
    handedOverAt: row.handed_over_at,
    transferredAt: row.transferred_at,
    leftAt: row.left_at,
    exit: row.exit,
  }));
}

/** The call that was in force at an instant, or the next. */
function calledBy({ called_at: first, called_until: until, called_again: more }: FactsRow, at: number) {
  if (first === null) return null;
  const again = JSON.parse(more ?? '[]') as (readonly [number, number])[];
  return [[first, until] as const, ...again].find((call) => call[1] > at)?.[0] ?? null;
}

export function minutesSince(from: number, to: number): number {
  return Math.floor((to - from) / MINUTE);
}

/** When another minute since then is over; never where nothing began. */
export function nextMinute(from: number | null, to: number): number {
  return from === null ? Infinity : from + (minutesSince(from, to) + 1) * MINUTE;
}

/** Sums by key, keys in the order of the alphabet. */
export function countsOf<Key extends string>(counted: readonly (readonly [Key, number])[]): Counts<Key> {
  const counts: Partial<Record<string, number>> = {};
  for (const [key, count] of [...counted].sort(([a], [b]) => (a < b ? -1 : 1))) {
    counts[key] = (counts[key] ?? 0) + count;
  }
  return counts;
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function totalOf(rows: readonly GateBoardRow[]): GateBoardTotal {
  const waits = rows.flatMap((row) => row.oldestWaitMinutes ?? []);
  const entries = <Key extends string>(counts: Counts<Key>): [Key, number][] =>
    Object.entries(counts) as [Key, number][];
  return {
    trucksOnHand: sum(rows.map((row) => row.trucksOnHand)),
    byStage: countsOf(rows.flatMap((row) => entries(row.byStage))),
    byCargoClass: countsOf(rows.flatMap((row) => entries(row.byCargoClass))),
    byBodyType: countsOf(rows.flatMap((row) => entries(row.byBodyType))),
    crossedToday: sum(rows.map((row) => row.crossedToday)),
    turnedBackToday: sum(rows.map((row) => row.turnedBackToday)),
    oldestWaitMinutes: waits.length === 0 ? null : Math.max(...waits),
    ...setAside(sum(rows.map(({ damaged = 0 }) => damaged)), false),
  };
}
