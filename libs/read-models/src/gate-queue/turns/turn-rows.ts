import type { DatabaseSync } from 'node:sqlite';
import type { StepName } from '#libs/truck-flow';
import { statement } from '#libs/projections';
import type { CallJudgement } from './turn-times';

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
  /** JSON text of what decides the class of the truck. */
  readonly facts: string;
  readonly judged: CallJudgement;
}

/** Before every turn of its time. */
export const FROM_THE_FIRST = { visitId: '', number: -1 };

const TURN = `visit_id AS visitId, number, queued_since AS queuedSince, went_at AS time, step, tractor,
  event_id AS eventId, at, record_time AS recordTime, known, facts, judged`;
const TURNS_IN = `SELECT ${TURN} FROM gate_turns
  WHERE gate = :code AND (went_at, visit_id, number) > (:from, :visitId, :number) AND went_at < :to
  ORDER BY went_at, visit_id, number`;
const TURNS_OF = `SELECT ${TURN} FROM gate_turns
  WHERE visit = (SELECT visit FROM truck_visits WHERE visit_id = :visitId) AND gate = :code ORDER BY number`;

type Stored = Omit<Turn, 'judged'> & { readonly judged: string };

/** The turns of a gate in event-time order, `to` exclusive, those of `from` itself only behind `after`. */
export function turnsIn(
  db: DatabaseSync,
  asked: {
    readonly code: string;
    readonly from: number;
    readonly to: number;
    readonly after: Pick<Turn, 'visitId' | 'number'>;
  },
): Turn[] {
  const { code, from, to, after } = asked;
  const { visitId, number } = after;
  return read(statement(db, TURNS_IN).all({ code, from, to, visitId, number }) as unknown as Stored[]);
}

/** The steps by which one visit went, if that was at this gate. */
export function turnsOf(db: DatabaseSync, code: string, visitId: string): Turn[] {
  return read(statement(db, TURNS_OF).all({ code, visitId }) as unknown as Stored[]);
}

function read(rows: readonly Stored[]): Turn[] {
  return rows.map((row) => ({ ...row, judged: JSON.parse(row.judged) as CallJudgement }));
}
