import type { DatabaseSync } from 'node:sqlite';
import { lineAt, placeIn } from './line-at';
import type { LineAsked } from './line-at';

/** How a call stands in the order in force at its gate, as the views show the line. */
export interface ShownStanding {
  /** How many stand before the truck. */
  readonly passed: number;
  /** The visits of which one may be called, in their order. */
  readonly next: readonly string[];
}

/**
 * How the call of a truck stands as of its time; a truck that cannot be called has the place that it would have. Undefined
 * where no order is in force, or the truck is not in the line.
 */
export function standingOfCall(
  db: DatabaseSync,
  { visitId, ...asked }: LineAsked & { readonly visitId: string },
): ShownStanding | undefined {
  // Who records takes the gate from the log: apart from the lines of those who read.
  const line = lineAt(db, { ...asked, part: 'JUDGED' });
  const place = placeIn(line, visitId);
  if (line.rule === undefined || place === undefined) return undefined;
  const next = line.callable.slice(0, line.rule.window).map((truck) => truck.visitId);
  return { passed: place.ahead.length, next };
}
