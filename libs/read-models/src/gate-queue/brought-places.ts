import type { DatabaseSync } from 'node:sqlite';
import { statement } from '#libs/projections';

const IN_QUEUE = `SELECT count(*) AS trucks, total(queued_since) AS since FROM gate_queue_place
  WHERE gate = :gate AND inherits = 1 AND queued_until > :at`;
const IN_LINE = `SELECT count(*) AS trucks, total(queued_since) AS since FROM gate_turns_line
  WHERE gate = :gate AND inherits = 1 AND until_time > :at`;

/**
 * Another text where the places change that trucks brought to the queue of a gate from other gates: no event of this gate
 * tells that. `at`: of those that have left by then nothing is told; epoch milliseconds.
 */
export function broughtToQueue(db: DatabaseSync, gate: string, at: number): string {
  return told(db, IN_QUEUE, { gate, at });
}

/** The same of the line of those that were not called. */
export function broughtToLine(db: DatabaseSync, gate: string, at: number): string {
  return told(db, IN_LINE, { gate, at });
}

function told(db: DatabaseSync, sql: string, asked: { readonly gate: string; readonly at: number }): string {
  const { trucks, since } = statement(db, sql).get(asked) as { trucks: number; since: number };
  return `${trucks} ${since}`;
}
