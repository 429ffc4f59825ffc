import { hashedStreamOf, StreamDamaged, successorOf } from '#libs/event-sourcing';
import type { EventReader, RecordedEvent, StreamSlice } from '#libs/event-sourcing';
import { CLAIM, CLAIMED, nameOf } from '#libs/truck-flow';
import type { Claim, Claimed } from '#libs/truck-flow';

/** Everything that ever claimed one thing, as it was seen. */
export interface ClaimsSeen extends StreamSlice {
  readonly stream: string;
}

/** Stream of the claims of one thing, unless that was damaged. */
export function claimStreamOf(claim: Claim): string {
  return hashedStreamOf(CLAIM.name, nameOf(claim));
}

/**
 * The claims of one thing: where they were damaged, and somebody has looked at it, they go on in another stream, which
 * begins with what the log still held of them.
 * @throws StreamDamaged until somebody has
 */
export async function readClaims(store: EventReader, claim: Claim): Promise<ClaimsSeen> {
  for (let stream = claimStreamOf(claim); ; stream = successorOf(stream)) {
    try {
      return { stream, ...(await store.readStream(stream)) };
    } catch (error) {
      if (!(error instanceof StreamDamaged && error.isAccepted)) throw error;
    }
  }
}

/** Is this event of an asset's stream a claim, and no note of goods that were brought to it? */
export function isClaimed(event: RecordedEvent): event is RecordedEvent<string, Claimed['data']> {
  return event.type === CLAIMED;
}

/** A claim has the time at which it was taken; a correction of the plate or of the time may come before the arrival. */
export const CORRECTED_WITHIN = 24 * 60 * 60_000;
/** A truck seldom arrives more often than this in so short a time. */
const MOST_VISITS = 4;

/**
 * The visits that claimed a thing, the nearest first, at most four. `distance`: of the time of a claim, in epoch
 * milliseconds; undefined where it is too far.
 */
export function nearestClaimants(
  events: readonly RecordedEvent[],
  distance: (at: number) => number | undefined,
): string[] {
  const near = events.filter(isClaimed).flatMap(({ data: { visitId }, metadata }) => {
    const far = distance(Date.parse(metadata.eventTime));
    return far === undefined ? [] : [{ visitId, far }];
  });
  near.sort((a, b) => a.far - b.far);
  return [...new Set(near.map(({ visitId }) => visitId))].slice(0, MOST_VISITS);
}
