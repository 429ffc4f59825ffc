import { ACTS } from '#libs/truck-flow';
import type { ActInForce, Gate } from '#libs/truck-flow';

/** The event times at which two histories of a gate may answer differently: `from` inclusive, `until` exclusive. */
export interface ChangedTime {
  readonly from: number;
  readonly until: number;
}

/** The stretch of time around every act that was added, taken away or changed; undefined when there is none. */
export function changedTime(before: Gate, after: Gate): ChangedTime | undefined {
  const known = new Map(before.acts.map((act) => [act.act.eventId, act]));
  const changed: ActInForce[] = [];
  for (const act of after.acts) {
    const old = known.get(act.act.eventId);
    known.delete(act.act.eventId);
    if (old === undefined) changed.push(act);
    else if (textOf(old) !== textOf(act)) changed.push(old, act);
  }
  changed.push(...known.values());
  if (changed.length === 0) return undefined;
  return { from: Math.min(...changed.map(begin)), until: Math.max(...changed.map((act) => act.until)) };
}

function textOf({ act, from, until }: ActInForce): string {
  return JSON.stringify([act.at, from, until, act.data]);
}

/** Lanes and hours of the registration count for all time, also before it. */
function begin({ act, from }: ActInForce): number {
  return act.type === ACTS.registration ? -Infinity : from;
}
