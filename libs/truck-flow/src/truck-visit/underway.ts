import type { Gate } from '../border-gate/state';
import { callsOf, followedAt } from './calls';
import type { Visit } from './state';

interface Stretch {
  /** Epoch milliseconds, inclusive. */
  readonly from: number;
  /** Exclusive. */
  readonly until: number;
}

/** A time in which a truck was on its way by a call, wherever it stood. */
export interface Underway extends Stretch {
  /** The yard that the call named. */
  readonly yard?: string;
}

/**
 * When a truck was called and neither held nor gone, ascending: its calls until they were followed, missed or
 * excused, without the time of its holds.
 */
export function underwayOf(visit: Visit, gate: Gate): Underway[] {
  if (visit.arrival === undefined) return [];
  const gone = followedAt(visit);
  const holds = holdsOf(visit);
  return callsOf(visit, gate).flatMap(({ step, until }) => {
    const call = { from: step.time, until: Math.min(until, gone) };
    const { yard } = step.data;
    return outside(call, holds).map((stretch) => ({
      ...stretch,
      ...(yard === undefined ? {} : { yard }),
    }));
  });
}

/** When a hold was open, ascending. */
function holdsOf({ steps }: Visit): Stretch[] {
  const holds: Stretch[] = [];
  const open = new Set<string>();
  for (const step of steps) {
    const before = open.size;
    if (step.type === 'truckVisit.HoldPlaced.v1') open.add(step.data.cause);
    if (step.type === 'truckVisit.HoldLifted.v1') open.delete(step.data.cause);
    const last = holds.at(-1);
    if (before === 0 && open.size > 0) holds.push({ from: step.time, until: Infinity });
    if (before > 0 && open.size === 0 && last !== undefined)
      holds[holds.length - 1] = { ...last, until: step.time };
  }
  return holds;
}

/** What of a stretch lies outside of these. */
function outside(stretch: Stretch, holds: readonly Stretch[]): Stretch[] {
  let { from } = stretch;
  const left: Stretch[] = [];
  for (const hold of [...holds, { from: stretch.until, until: stretch.until }]) {
    const until = Math.min(hold.from, stretch.until);
    if (from < until) left.push({ from, until });
    from = Math.max(from, hold.until);
  }
  return left;
}
