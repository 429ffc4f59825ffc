/* The line of a gate as of an instant: who will be called in which order, and who cannot be called. */
import type { DatabaseSync } from 'node:sqlite';
import { byPlace, sequenceOf } from '#libs/truck-flow';
import type { Gate, Round } from '#libs/truck-flow';
import { statement } from '#libs/projections';
import { PlaceMemory } from '../../places/place-memory';
import { isCallable, lineRows } from '../turns/line-rows';
import type { LineRow } from '../turns/line-rows';
import { isOpenFor } from '../turns/open-times';
import { broughtToLine } from '../brought-places';
import { roundAt } from './round-at';
import { ruleInForce } from './rule-in-force';
import type { RuleInForce } from './rule-in-force';
import { classOfFacts } from './truck-classes';

/** A truck in the line; its class by the rule in force, null without one. */
export interface LineTruck extends LineRow {
  readonly class: string | null;
}

/** A truck that cannot be called now. */
export interface KeptTruck extends LineTruck {
  /** The gate takes none of its goods. */
  readonly isSuspended: boolean;
}

export interface LineAt {
  readonly rule: RuleInForce | undefined;
  /** Where the round of the rule is. */
  readonly round: Round | undefined;
  /** In the order in which they will be called if nothing changes. */
  readonly callable: readonly LineTruck[];
  /** Place of each of them, from 1. */
  readonly ranks: ReadonlyMap<string, number>;
  /** In the order of the line. */
  readonly kept: readonly KeptTruck[];
}

/** Which line is asked for; `at` in epoch milliseconds. */
export interface LineAsked {
  readonly code: string;
  readonly gate: Gate;
  readonly at: number;
  /** Keeps apart what is read with another history of the gate. */
  readonly part?: string;
}

/** A row takes a third of the room of one that is shown. */
const memory = new PlaceMemory<LineAt>('GATE', ({ callable, kept }) =>
  Math.ceil((callable.length + kept.length) / 3),
);

/** The line of a gate; read once until something is recorded of the gate or its trucks, or time alone changes it. */
export function lineAt(db: DatabaseSync, asked: LineAsked): LineAt {
  const { code, gate, at, part = '' } = asked;
  const rule = ruleInForce(gate, code, at);
  return memory.at(
    db,
    { code, part: `${part} ${broughtToLine(db, code, at)}`, at, given: gate },
    { read: () => readLine(db, asked, rule), until: () => standsUntil(db, asked, rule) },
  ).read;
}

function readLine(db: DatabaseSync, { code, gate, at }: LineAsked, rule: RuleInForce | undefined): LineAt {
  const open: LineTruck[] = [];
  const kept: KeptTruck[] = [];
  const rows = lineRows(db, { code, from: at, to: at });
  for (const row of rows) {
    const truck = { ...row, class: rule === undefined ? null : classOfFacts(rule, row.facts) };
    if (isCallable(row, gate, at, rule)) open.push(truck);
    else kept.push({ ...truck, isSuspended: !isOpenFor(gate, row.goods, at) });
  }
  const round = rule === undefined ? undefined : roundAt(db, { code, gate, rule }, at, rows);
  const callable = inOrderOfCalls({ rule, round }, open);
  const ranks = new Map(callable.map(({ visitId }, index) => [visitId, index + 1]));
  return { rule, round, callable, ranks, kept: kept.sort(byPlace) };
}

/** Trucks that can be called, in the order in which they will be. */
function inOrderOfCalls<Truck extends LineTruck>(
  { rule, round }: Pick<LineAt, 'rule' | 'round'>,
  trucks: readonly Truck[],
): Truck[] {
  if (rule === undefined || round === undefined) return trucks.toSorted(byPlace);
  return [
    ...sequenceOf(
      rule,
      round,
      trucks.map((truck) => ({ ...truck, class: truck.class ?? '' })),
    ),
  ];
}

/** Place of a truck in the order of calls, and who is called before it. */
export interface Place {
  /** From 1; of one that cannot be called now, the place that it would have. */
  readonly rank: number;
  readonly ahead: readonly LineTruck[];
  readonly truck: LineTruck;
}

/** Where a truck stands; undefined when it is not in the line, or called. */
export function placeIn(line: LineAt, visitId: string): Place | undefined {
  const kept = line.kept.find((truck) => truck.visitId === visitId);
  const order = kept === undefined ? line.callable : inOrderOfCalls(line, [...line.callable, kept]);
  const index =
    kept === undefined
      ? (line.ranks.get(visitId) ?? 0) - 1
      : order.findIndex((truck) => truck.visitId === visitId);
  const truck = order[index];
  return truck && { rank: index + 1, ahead: order.slice(0, index), truck };
}

const NEXT_CHANGE = `SELECT min(CASE WHEN from_time > :at THEN from_time ELSE until_time END) AS time
  FROM gate_turns_line WHERE gate = :code AND until_time > :at`;

/** When the line changes if nothing is recorded: a call is missed, an act of the gate begins or ends, or a rule does. */
function standsUntil(db: DatabaseSync, { code, gate, at }: LineAsked, rule: RuleInForce | undefined): number {
  const { time } = statement(db, NEXT_CHANGE).get({ code, at }) as { time: number | null };
  const acts = gate.acts.flatMap(({ from, until }) => [from, until]);
  const orders = gate.policies.policies.map(({ from }) => from);
  const changes = [...acts, ...orders].filter((change) => change > at);
  return Math.min(time ?? Infinity, rule?.until ?? Infinity, ...changes);
}
