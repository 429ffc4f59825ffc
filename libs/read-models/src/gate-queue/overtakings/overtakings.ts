/* Who went before others that stood before them and could have gone, and why. */
import type { DatabaseSync } from 'node:sqlite';
import { overtakenBy } from '#libs/truck-flow';
import type { Gate } from '#libs/truck-flow';
import { callableParts, lineRows } from '../turns/line-rows';
import type { LineRow } from '../turns/line-rows';
import { callsInOrder, wasInOrder } from '../order/round-at';
import { ruledTimes, ruleInForce } from '../order/rule-in-force';
import type { RuleInForce } from '../order/rule-in-force';
import { FROM_THE_FIRST, turnsIn } from '../turns/turn-rows';
import type { Turn } from '../turns/turn-rows';

/** Why a truck went before others. */
export type OvertakingReason = 'RULE' | 'OVERRIDE' | 'LATE_REPORT' | 'NONE';

export interface Overtaking extends Turn {
  /** How many stood before it in the line and could have gone. */
  readonly passed: number;
  /** The first of them in the line, at most 50. */
  readonly passedVisitIds: readonly string[];
  readonly reason: OvertakingReason;
}

/** What of the turns of a gate is asked for; times in epoch milliseconds, `from` inclusive, `to` exclusive. */
export interface OvertakingsAsked {
  readonly code: string;
  readonly gate: Gate;
  readonly from: number;
  readonly to: number;
  /** Those of `from` itself only behind this turn. */
  readonly after: Pick<Turn, 'visitId' | 'number'>;
  readonly limit: number;
  /** Also those that the order in force allows. */
  readonly all: boolean;
}

const MOST_NAMED = 50;
/** So much of the line is held in memory at a time. */
const STRETCH = 7 * 24 * 3_600_000;

/** Overtakings of a gate in event-time order, at most `limit`: the line is walked once, a week at a time. */
export function overtakingsIn(db: DatabaseSync, asked: OvertakingsAsked): Overtaking[] {
  const { code, gate, from, to, after, limit, all } = asked;
  const found: Overtaking[] = [];
  for (const part of weeksOf(asked)) {
    if (found.length >= limit) break;
    const turns = turnsIn(db, { code, ...part, after: part.from === from ? after : FROM_THE_FIRST });
    const overtakings = overtakingsOf(db, { code, gate, rule: part.rule }, turns);
    found.push(...overtakings.filter(({ reason }) => all || reason !== 'RULE'));
  }
  return to <= from ? [] : found.slice(0, limit);
}

function weeksOf({ code, gate, from, to }: OvertakingsAsked) {
  const weeks = [];
  for (let start = from; start < to; start += STRETCH)
    weeks.push(...ruledTimes(gate, code, { from: start, to: Math.min(start + STRETCH, to) }));
  return weeks;
}

/** Of one turn, whatever allows it. */
export function overtakingOf(
  db: DatabaseSync,
  { code, gate }: { readonly code: string; readonly gate: Gate },
  turn: Turn,
): Overtaking | undefined {
  return overtakingsOf(db, { code, gate, rule: ruleInForce(gate, code, turn.time) }, [turn])[0];
}

interface LineAsked {
  readonly code: string;
  readonly gate: Gate;
  /** The order that is in force at all of the turns. */
  readonly rule: RuleInForce | undefined;
}

/** The overtakings among turns of a gate, in their order. */
function overtakingsOf(db: DatabaseSync, asked: LineAsked, turns: readonly Turn[]): Overtaking[] {
  const [first, last] = [turns[0], turns.at(-1)];
  if (first === undefined || last === undefined) return [];
  const { code, gate, rule } = asked;
  const range = { from: first.time, to: last.time };
  const callable = callableParts(lineRows(db, { code, ...range }), gate, rule);
  const departed = turns.map(({ visitId, queuedSince, time }) => ({ visitId, queuedSince, at: time }));
  const overtaken = overtakenBy(departed, callable, MOST_NAMED);
  const found = turns.flatMap((turn, index) => {
    const one = overtaken[index];
    return one === undefined || one.passed === 0 ? [] : [{ ...turn, ...one }];
  });
  if (found.length === 0) return [];
  const known = new Known(callable);
  const line = rule && { code, gate, rule };
  const inOrder = line && callsInOrder(db, line, range);
  return found.map((one) => {
    const wasSeen = (seen: number) => line !== undefined && wasInOrder(db, line, one, seen);
    const told = inOrder && judgedReason(one, inOrder.has(one.eventId), wasSeen);
    const reason = one.judged.override === undefined ? (told ?? known.reasonOf(one)) : 'OVERRIDE';
    return { ...one, reason };
  });
}

type Unexplained = Omit<Overtaking, 'reason'>;

/** Why a call under an order went before others; undefined of what was not judged by it. */
function judgedReason(
  { judged }: Unexplained,
  isInOrder: boolean,
  wasSeenInOrder: (seen: number) => boolean,
): OvertakingReason | undefined {
  const { policyVersion, observed, seen } = judged;
  if (isInOrder) return 'RULE';
  if (observed !== undefined)
    return seen !== undefined && wasSeenInOrder(Number(seen)) ? 'LATE_REPORT' : 'NONE';
  // What was judged and not refused was in order then.
  return policyVersion === undefined ? undefined : 'LATE_REPORT';
}

/** Which trucks were known to be callable when a report was recorded. */
class Known {
  private readonly ofVisits: ReadonlyMap<string, readonly LineRow[]>;

  constructor(callable: readonly LineRow[]) {
    this.ofVisits = Map.groupBy(callable, ({ visitId }) => visitId);
  }

  /** LATE_REPORT where everything that shows the others callable at the time of a turn was recorded after the turn. */
  reasonOf({ passedVisitIds, time, known }: Unexplained): OvertakingReason {
    const areNew = passedVisitIds.every((visitId) =>
      this.ofVisits.get(visitId)?.some((row) => row.from <= time && time < row.until && row.known > known),
    );
    return areNew ? 'LATE_REPORT' : 'NONE';
  }
}
