/* Who went before others that stood before them and could have gone, and why. */
import type { DatabaseSync } from 'node:sqlite';
import { overtakenBy } from '#libs/truck-flow';
import type { Gate, StepName } from '#libs/truck-flow';
import { statement } from '#libs/projections';
import { callableParts, lineRows } from './line-rows';
import type { LineRow } from './line-rows';

/** Why a truck went before others. */
export type OvertakingReason = 'RULE' | 'OVERRIDE' | 'LATE_REPORT' | 'NONE';

/** A step by which a truck went, as the view holds it. Times in epoch milliseconds. */
export interface Turn {
  readonly visitId: string;
  /** Place of the step among those of its visit. */
  readonly number: number;
  readonly queuedSince: number;
  readonly time: number;
  readonly step: StepName;
  readonly tractor: string;
  readonly eventId: string;
  /** Event time as reported. */
  readonly at: string;
  readonly recordTime: string;
  /** Log position of the report, or of its correction. */
  readonly known: number;
}

export interface Overtaking extends Turn {
  /** How many stood before it in the line and could have gone. */
  readonly passed: number;
  /** The first of them in the line, at most 50. */
  readonly passedVisitIds: readonly string[];
  readonly reason: OvertakingReason;
}

/** What of the turns of a gate is asked for; times in epoch milliseconds, `from` inclusive, `to` exclusive. */
export interface TurnsQuery {
  readonly code: string;
  readonly gate: Gate;
  readonly from: number;
  readonly to: number;
  /** Those of `from` itself only behind this turn. */
  readonly after: { readonly visitId: string; readonly number: number };
  readonly limit: number;
}

/** Before every turn of its time. */
export const FROM_THE_FIRST = { visitId: '', number: -1 };
const MOST_NAMED = 50;
/** So much of the line is held in memory at a time. */
const STRETCH = 7 * 24 * 3_600_000;

/** Overtakings of a gate in event-time order, at most `limit`: the line is walked once, a week at a time. */
export function overtakingsIn(db: DatabaseSync, query: TurnsQuery): Overtaking[] {
  const { from, to, after, limit } = query;
  const found: Overtaking[] = [];
  for (let start = from; start < to && found.length < limit; start += STRETCH) {
    const part = {
      from: start,
      to: Math.min(start + STRETCH, to),
      after: start === from ? after : FROM_THE_FIRST,
    };
    found.push(...overtakingsOf(db, query, turnsIn(db, { code: query.code, ...part })));
  }
  return found.slice(0, limit);
}

/** The overtakings among turns of a gate, in their order. */
export function overtakingsOf(
  db: DatabaseSync,
  { code, gate }: Pick<TurnsQuery, 'code' | 'gate'>,
  turns: readonly Turn[],
): Overtaking[] {
  const [first, last] = [turns[0], turns.at(-1)];
  if (first === undefined || last === undefined) return [];
  const callable = callableParts(lineRows(db, { code, from: first.time, to: last.time }), gate);
  const departed = turns.map(({ visitId, queuedSince, time }) => ({ visitId, queuedSince, at: time }));
  const reports = new Reports(callable);
  return overtakenBy(departed, callable, MOST_NAMED).flatMap((overtaken, index) => {
    const turn = turns[index];
    if (turn === undefined || overtaken.passed === 0) return [];
    const isNew = reports.areNew(overtaken.passedVisitIds, turn);
    return [{ ...turn, ...overtaken, reason: isNew ? 'LATE_REPORT' : 'NONE' } as const];
  });
}

/** Which trucks were known to be callable when a report was recorded. */
class Reports {
  private readonly ofVisits: ReadonlyMap<string, readonly LineRow[]>;

  constructor(callable: readonly LineRow[]) {
    this.ofVisits = Map.groupBy(callable, ({ visitId }) => visitId);
  }

  /** Came everything that shows these trucks callable at the time of a turn after the turn was recorded? */
  areNew(visitIds: readonly string[], { time, known }: Turn): boolean {
    return visitIds.every((visitId) =>
      this.ofVisits.get(visitId)?.some((row) => row.from <= time && time < row.until && row.known > known),
    );
  }
}

const TURN = `visit_id AS visitId, number, queued_since AS queuedSince, went_at AS time, step, tractor,
  event_id AS eventId, at, record_time AS recordTime, known`;
const TURNS_IN = `SELECT ${TURN} FROM gate_turns
  WHERE gate = :code AND (went_at, visit_id, number) > (:from, :visitId, :number) AND went_at < :to
  ORDER BY went_at, visit_id, number`;
const TURNS_OF = `SELECT ${TURN} FROM gate_turns
  WHERE visit = (SELECT visit FROM truck_visits WHERE visit_id = :visitId) AND gate = :code ORDER BY number`;

function turnsIn(
  db: DatabaseSync,
  { code, from, to, after: { visitId, number } }: Pick<TurnsQuery, 'code' | 'from' | 'to' | 'after'>,
): Turn[] {
  return statement(db, TURNS_IN).all({ code, from, to, visitId, number }) as unknown as Turn[];
}

/** The steps by which one visit went, if that was at this gate. */
export function turnsOf(db: DatabaseSync, code: string, visitId: string): Turn[] {
  return statement(db, TURNS_OF).all({ code, visitId }) as unknown as Turn[];
}
