import type { DatabaseSync } from 'node:sqlite';
import { statement } from '#libs/projections';

/** The visit that a ticket leads to, by the hash of its code; undefined when it leads nowhere. */
export function visitOfTicket(db: DatabaseSync, hash: string): string | undefined {
  // The visit that was recorded first, should two ever have one hash.
  const row = statement(db, 'SELECT visit_id FROM tickets WHERE hash = ? ORDER BY visit LIMIT 1').get(hash);
  return (row as { visit_id: string } | undefined)?.visit_id;
}

const CALLED = `SELECT count(*) AS calls FROM gate_board
  WHERE gate = :gate AND left_at >= :from AND called_at >= :from AND called_at <= :at`;

/** Trucks that were called forward at a gate from one instant to another, both included; epoch milliseconds. */
export function callsBetween(
  db: DatabaseSync,
  { gate, from, at }: { readonly gate: string; readonly from: number; readonly at: number },
): number {
  return (statement(db, CALLED).get({ gate, from, at }) as { calls: number }).calls;
}
