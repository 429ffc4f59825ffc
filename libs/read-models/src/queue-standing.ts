import { inForce } from '#libs/truck-flow';
import type { Gate } from '#libs/truck-flow';
import type { QueueRow } from './gate-queue-query';

const MINUTE = 60_000;

/**
 * Until when (epoch milliseconds, exclusive) rows of a queue that were read as of `at` stay what they are, if nothing is
 * recorded: until a truck has waited another minute, an act of the gate begins or ends, or a deadline passes. A deadline
 * moves as long as the gate is suspended.
 */
export function queueStandsUntil(rows: readonly QueueRow[], gate: Gate, at: number): number {
  const deadlines = rows.flatMap(({ callDeadline }) => callDeadline ?? []);
  if (deadlines.length > 0 && inForce(gate, 'borderGate.GateSuspended.v1', at).length > 0) return at;
  const changes = [
    ...rows.map(({ arrivedAt, waitedMinutes }) => Date.parse(arrivedAt) + (waitedMinutes + 1) * MINUTE),
    ...gate.acts.flatMap(({ from, until }) => [from, until]),
    ...deadlines.map((deadline) => Date.parse(deadline)),
  ];
  return changes.reduce((next, change) => (change > at ? Math.min(next, change) : next), Infinity);
}
