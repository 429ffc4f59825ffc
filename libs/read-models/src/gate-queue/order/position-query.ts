/* Query of where one truck stands in the order of calls at its gate. */
import type { DatabaseSync } from 'node:sqlite';
import type { StepName } from '#libs/truck-flow';
import { statement } from '#libs/projections';
import { scopeParameters, VISIT_IN_SCOPE } from '../../paging/scope';
import type { Scope } from '../../paging/scope';
import type { GateSource } from '../../places/gate-source';
import { lineAt, placeIn } from './line-at';
import { missingOf, shownRule } from './next-calls-query';
import type { ShownRule } from './next-calls-query';

/** Where a truck stands. */
export interface Position {
  readonly visitId: string;
  readonly gate: string;
  /**
   * From 1, among those that can be called; of one that cannot be called now, the place that it would have. Null when it is
   * not in the line: called, handed over, transferred or gone.
   */
  readonly rank: number | null;
  /** By the order in force; null without one. */
  readonly class: string | null;
  /** How many of each class are called before it; of an order in force each class is named. */
  readonly aheadByClass: Readonly<Record<string, number>>;
  readonly held: boolean;
  /** The gate takes none of its goods now. */
  readonly suspended: boolean;
  /** Steps that have to be recorded before its call. */
  readonly missing: readonly StepName[];
  readonly rule: ShownRule | null;
}

export interface PositionQuery {
  readonly visitId: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly scope: Scope;
}

const GATE_OF = `SELECT gate FROM truck_visits v WHERE v.visit_id = :visitId AND ${VISIT_IN_SCOPE}`;

/** Where a truck stands; undefined when there is no such visit in scope. */
export function visitPosition(
  db: DatabaseSync,
  { visitId, at, scope }: PositionQuery,
  source: GateSource,
): Position | undefined {
  const row = statement(db, GATE_OF).get({ visitId, ...scopeParameters(scope) });
  return row === undefined
    ? undefined
    : positionAt(db, { visitId, at, gate: (row as { gate: string }).gate }, source);
}

/** The same of a visit that is known to be of a gate. */
export function positionAt(
  db: DatabaseSync,
  { visitId, at, gate }: { readonly visitId: string; readonly at: number; readonly gate: string },
  source: GateSource,
): Position {
  const line = lineAt(db, { code: gate, gate: source.gate(gate), at });
  const { rule } = line;
  const place = placeIn(line, visitId);
  const known = { visitId, gate, rule: shownRule(rule) };
  if (place === undefined)
    return {
      ...known,
      rank: null,
      class: null,
      aheadByClass: {},
      held: false,
      suspended: false,
      missing: [],
    };
  const { truck, rank, ahead } = place;
  const aheadByClass = Object.fromEntries((rule?.classes ?? []).map((one) => [one.class, 0]));
  for (const { class: name } of ahead) if (name !== null) aheadByClass[name] = (aheadByClass[name] ?? 0) + 1;
  return {
    ...known,
    rank,
    class: truck.class,
    aheadByClass,
    held: truck.isHeld,
    suspended: line.kept.some((one) => one.visitId === visitId && one.isSuspended),
    missing: missingOf(truck, rule),
  };
}
