/* Rows of the line of a gate: who stood in it over a stretch of event time, and when each of them could have gone. */
import type { DatabaseSync } from 'node:sqlite';
import type { Gate } from '#libs/truck-flow';
import { tuples } from '#libs/projections';
import { isOpenFor, openTimes } from './open-times';

/** A truck over a stretch of event time in which it was not called; `until` exclusive, epoch milliseconds. */
export interface LineRow {
  readonly visitId: string;
  /** What orders the line, then the visit id. */
  readonly queuedSince: number;
  readonly from: number;
  readonly until: number;
  readonly isCleared: boolean;
  readonly isHeld: boolean;
  /** Log position of the last report that this comes from. */
  readonly known: number;
  readonly tractor: string;
  /** JSON text of its cargo classes and commodities. */
  readonly goods: string;
  /** JSON text of what decides its class. */
  readonly facts: string;
}

type Tuple = readonly [
  visitId: string,
  queuedSince: number,
  from: number,
  until: number,
  cleared: 0 | 1,
  held: 0 | 1,
  known: number,
  tractor: string,
  goods: string,
  facts: string,
];

const ROW = 'visit_id, queued_since, from_time, until_time, cleared, held, known, tractor, goods, facts';
const STOOD = `SELECT ${ROW} FROM gate_turns_line WHERE gate = :code AND until_time > :from AND from_time <= :to`;
const ENDED = `SELECT ${ROW} FROM gate_turns_line WHERE gate = :code AND until_time > :from AND until_time <= :to`;

/** A stretch of the line of a gate, times in epoch milliseconds. */
interface Stretch {
  readonly code: string;
  readonly from: number;
  readonly to: number;
}

/** Who stood in the line at some time from `from` to `to`, both inclusive, in no order. */
export function lineRows(db: DatabaseSync, asked: Stretch): LineRow[] {
  return read(db, STOOD, asked);
}

/** Of them those that no longer do so at `to`. */
export function endedRows(db: DatabaseSync, asked: Stretch): LineRow[] {
  return read(db, ENDED, asked);
}

function read(db: DatabaseSync, sql: string, { code, from, to }: Stretch): LineRow[] {
  return (tuples(db, sql).all({ code, from, to }) as unknown as Tuple[]).map(
    ([visitId, queuedSince, from, until, cleared, held, known, tractor, goods, facts]) => ({
      visitId,
      queuedSince,
      from,
      until,
      isCleared: cleared === 1,
      isHeld: held === 1,
      known,
      tractor,
      goods,
      facts,
    }),
  );
}

/** What an order asks of a truck beyond that it is neither held nor kept away; without one it asks for customs. */
export interface Asked {
  readonly requires: readonly 'CUSTOMS'[];
}

const CUSTOMS_ASKED: Asked = { requires: ['CUSTOMS'] };

function isReady({ isCleared, isHeld }: LineRow, { requires }: Asked): boolean {
  return !isHeld && (isCleared || !requires.includes('CUSTOMS'));
}

/** Could the truck of a row of that time be called? */
export function isCallable(row: LineRow, gate: Gate, at: number, asked: Asked = CUSTOMS_ASKED): boolean {
  return isReady(row, asked) && isOpenFor(gate, row.goods, at);
}

/** The parts of rows in which their trucks could have been called. */
export function callableParts(rows: readonly LineRow[], gate: Gate, asked: Asked = CUSTOMS_ASKED): LineRow[] {
  return rows
    .filter((row) => isReady(row, asked))
    .flatMap((row) => {
      const parts: LineRow[] = [];
      for (const open of openTimes(gate, row.goods)) {
        const [from, until] = [Math.max(row.from, open.from), Math.min(row.until, open.until)];
        if (from < until)
          parts.push(from === row.from && until === row.until ? row : { ...row, from, until });
      }
      return parts;
    });
}
