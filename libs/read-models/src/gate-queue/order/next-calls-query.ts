/* Query of who is called next at gates, and who cannot be called and why. */
import type { DatabaseSync } from 'node:sqlite';
import type { StepName } from '#libs/truck-flow';
import { cursorOf, readCursor } from '../../paging/cursor';
import { localText } from '../../paging/local-time';
import { zoneOf } from '../../places/gate-source';
import type { GateSource } from '../../places/gate-source';
import { lineAt } from './line-at';
import type { KeptTruck, LineAt, LineTruck } from './line-at';
import type { RuleInForce } from './rule-in-force';

/** A truck that can be called. */
export interface NextCall {
  /** Place among those of its gate, from 1: so they will be called if nothing changes. */
  readonly rank: number;
  readonly visitId: string;
  readonly gate: string;
  readonly tractor: { readonly plate: string };
  /** By the order in force; null without one. */
  readonly class: string | null;
  /** RFC 3339 with the gate's offset. */
  readonly queuedSince: string;
  /** What gives it this rank, in English. */
  readonly why: string;
}

/** A truck in the line that cannot be called. */
export interface NotCallable {
  readonly visitId: string;
  readonly gate: string;
  readonly class: string | null;
  /** Steps that have to be recorded before its call. */
  readonly missing: readonly StepName[];
  readonly held: boolean;
  /** The gate takes none of its goods now. */
  readonly suspended: boolean;
}

export interface ShownRule {
  readonly policy: string;
  readonly version: string;
}

export interface NextCalls {
  readonly items: readonly NextCall[];
  readonly nextCursor: string | null;
  /** In the order of the line, at most 500. */
  readonly notCallable: readonly NotCallable[];
  /** The order in force; null without one, and for several gates that do not have the same. */
  readonly rule: ShownRule | null;
}

export interface NextCallsQuery {
  /** One gate, or several. */
  readonly gates: readonly string[];
  /** Epoch milliseconds. */
  readonly at: number;
  readonly limit: number;
  readonly cursor?: string;
}

const MOST_KEPT = 500;

/** Who is called next: of several gates the first of each, then the second of each. @throws CursorUnreadable */
export function nextCalls(db: DatabaseSync, query: NextCallsQuery, source: GateSource): NextCalls {
  const { gates, at, limit, cursor } = query;
  const [rank, gate] =
    cursor === undefined ? [0, ''] : (readCursor(cursor, 'number', 'string') as [number, string]);
  const lines = gates.map((code) => {
    const history = source.gate(code);
    return { code, zone: zoneOf(history), line: lineAt(db, { code, gate: history, at }) };
  });
  const found = lines.flatMap((one) => callsBehind(one, { rank, gate, limit: limit + 1 })).sort(byRank);
  const items = found.slice(0, limit);
  const last = items.at(-1);
  const kept = lines.flatMap(({ code, line }) =>
    line.kept.slice(0, MOST_KEPT).map((one) => notCallable(one, code, line)),
  );
  return {
    items,
    nextCursor: found.length > limit && last !== undefined ? cursorOf(last.rank, last.gate) : null,
    notCallable: kept.slice(0, MOST_KEPT),
    rule: ruleOfAll(lines.map(({ line }) => shownRule(line.rule))),
  };
}

interface LineOfGate {
  readonly code: string;
  readonly zone: string;
  readonly line: LineAt;
}

function callsBehind(
  { code, zone, line }: LineOfGate,
  behind: { readonly rank: number; readonly gate: string; readonly limit: number },
): NextCall[] {
  const first = code > behind.gate ? Math.max(behind.rank - 1, 0) : behind.rank;
  return line.callable.slice(first, first + behind.limit).map((truck, index) => ({
    rank: first + index + 1,
    visitId: truck.visitId,
    gate: code,
    tractor: { plate: truck.tractor },
    class: truck.class,
    queuedSince: localText(zone, truck.queuedSince),
    why: whyOf(truck, line.rule),
  }));
}

function byRank(a: NextCall, b: NextCall): number {
  return a.rank - b.rank || (a.gate < b.gate ? -1 : 1);
}

function whyOf(truck: LineTruck, rule: RuleInForce | undefined): string {
  if (rule === undefined) return 'no order is in force: the one that queues longest is called first';
  const weight = rule.classes.find((one) => one.class === truck.class)?.weight ?? 0;
  return `class ${truck.class} has ${weight} of each round by ${rule.policy}, version ${rule.version}; within it the one that queues longest is called first`;
}

function notCallable(truck: KeptTruck, gate: string, { rule }: LineAt): NotCallable {
  const { visitId, isHeld: held, isSuspended: suspended } = truck;
  return { visitId, gate, class: truck.class, missing: missingOf(truck, rule), held, suspended };
}

/** What has to be recorded before a truck can be called: by the order in force, without one its clearance. */
export function missingOf({ isCleared }: LineTruck, rule: RuleInForce | undefined): StepName[] {
  const { requires } = rule ?? { requires: ['CUSTOMS'] };
  return !isCleared && requires.includes('CUSTOMS') ? ['customs-clearance'] : [];
}

export function shownRule(rule: RuleInForce | undefined): ShownRule | null {
  return rule === undefined ? null : { policy: rule.policy, version: rule.version };
}

function ruleOfAll([first = null, ...others]: readonly (ShownRule | null)[]): ShownRule | null {
  const isShared = others.every((one) => one?.policy === first?.policy && one?.version === first?.version);
  return isShared ? first : null;
}
