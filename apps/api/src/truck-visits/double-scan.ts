import { effective, streamOf } from '#libs/event-sourcing';
import type { EventReader, RecordedEvent, StreamSlice, Transacted } from '#libs/event-sourcing';
import { DOUBLE_SCAN, STEPS, foldVisit, truckVisit } from '#libs/truck-flow';
import type { Claim, Claimed, ReadStep, Visit } from '#libs/truck-flow';
import { claimStreamOf } from '../claims/take-claims';

/** A claim tells when it was taken; a correction of the plate or of the time may lie between it and the arrival. */
const CORRECTED_WITHIN = 24 * 60 * 60_000;
/** A truck seldom arrives more often than this in so short a time. */
const MOST_VISITS = 4;

/** The same truck arrived at the same gate within two minutes: the first visit is the answer. */
export class ScannedTwice extends Error {
  override readonly name = 'ScannedTwice';
  readonly first: Transacted;
  constructor(visitId: string, { events, revision }: StreamSlice) {
    super('scanned twice');
    const position = events.at(-1)?.position ?? -1n;
    const nothing = { events: [], eventIds: [], recordTime: null, warnings: [] };
    this.first = { id: visitId, revision, position, ...nothing };
  }
}

/**
 * Is this report of an arrival a second scan of the truck that arrived with this visit? None is from the cancellation
 * on: what arrives then is what the cancelled visit should have been.
 */
export function isDoubleScan({ arrival, ending }: Visit, { data, at }: ReadStep): boolean {
  const again = data as { gate?: string; tractor?: { plate: string } };
  const time = Date.parse(at);
  return (
    arrival !== undefined &&
    arrival.data.gate === again.gate &&
    arrival.data.tractor.plate === again.tractor?.plate &&
    Math.abs(time - arrival.time) <= DOUBLE_SCAN &&
    !(ending?.type === STEPS.cancellation && time >= ending.time)
  );
}

/**
 * Looks for the first scan among the visits that claimed the tractor around the time of this arrival, whether they
 * still hold it or not. An arrival that did not occur is none. Reads the tractor's claims and at most four visits.
 * @returns the tractor's claims as they were read: whoever takes the claim at that revision is the first.
 * @throws ScannedTwice
 */
export async function refuseSecondScan(
  store: EventReader,
  report: ReadStep,
  { tractor, visitId }: { readonly tractor: Claim; readonly visitId: string },
): Promise<StreamSlice> {
  const claims = await store.readStream(claimStreamOf(tractor));
  const others = claimantsAround(Date.parse(report.at), claims.events).filter((other) => other !== visitId);
  const slices = await Promise.all(
    others.map((other) => store.readStream(streamOf(truckVisit.category, other))),
  );
  for (const [i, slice] of slices.entries()) {
    if (isDoubleScan(foldVisit(effective(slice.events, truckVisit.order)), report))
      throw new ScannedTwice(others[i] ?? '', slice);
  }
  return claims;
}

/** The visits whose claims lie nearest to an event time, the nearest first. */
function claimantsAround(time: number, claims: readonly RecordedEvent[]): string[] {
  const near = claims
    .map(({ data, metadata }) => ({
      visitId: (data as Claimed['data']).visitId,
      distance: Math.abs(Date.parse(metadata.eventTime) - time),
    }))
    .filter(({ distance }) => distance <= CORRECTED_WITHIN)
    .sort((a, b) => a.distance - b.distance);
  return [...new Set(near.map(({ visitId }) => visitId))].slice(0, MOST_VISITS);
}
