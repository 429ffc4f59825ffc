import { START } from '@eventstore/db-client';
import type { Position } from '@eventstore/db-client';

/** The server gave a place that this adapter has no number for. Nothing may go on from a place that is not exact. */
export class UnrepresentablePosition extends Error {
  override readonly name = 'UnrepresentablePosition';
}

const LARGEST = 2n ** 63n - 1n;

/**
 * The port's position of an event: its commit position.
 * A place in `$all` is a pair of commit and prepare position and is only exact as a pair (KurrentDB 4975). An event
 * that was written without an explicit transaction, which the classic append never makes, has both equal: the record
 * is its own commit. So one number represents the pair, fits a signed 64-bit column, and grows with the log,
 * with gaps. Any other pair is refused with an error rather than cut in half.
 * @throws UnrepresentablePosition
 */
export function positionOf(pair: Position | undefined): bigint {
  if (pair?.commit !== pair?.prepare || pair === undefined || pair.commit < 0n || pair.commit > LARGEST) {
    const found = pair === undefined ? 'none' : `${pair.commit}/${pair.prepare}`;
    throw new UnrepresentablePosition(`commit and prepare position of an event are not one number: ${found}`);
  }
  return pair.commit;
}

/** Where a read or a subscription begins. */
export type Place = Position | typeof START;

/** The pair that a position represents; below 0 is the beginning of the log. */
export function pairOf(position: bigint): Place {
  return position < 0n ? START : { commit: position, prepare: position };
}

/** Can there be an event behind this position? */
export function isWithinLog(position: bigint): boolean {
  return position < LARGEST;
}
