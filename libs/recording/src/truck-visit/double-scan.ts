import { effective, streamOf, unlessDamaged } from '#libs/event-sourcing';
import type { EventReader, RecordedEvent, StreamSlice, Transacted } from '#libs/event-sourcing';
import { differencesOf, foldVisit, isSecondScan, truckVisit } from '#libs/truck-flow';
import type { ReadStep, Visit } from '#libs/truck-flow';
import { isClaimed } from '../claim/claim-streams';

/** A claim tells when it was taken; a correction of the plate or of the time may lie between it and the arrival. */
const CORRECTED_WITHIN = 24 * 60 * 60_000;
/** A truck seldom arrives more often than this in so short a time. */
const MOST_VISITS = 4;

/** A visit as it was read. */
export interface VisitAsRead {
  readonly id: string;
  readonly visit: Visit;
  readonly slice: StreamSlice;
}

/** The same truck arrived at the same gate within two minutes: the first visit is the answer, with what differs. */
export class ScannedTwice extends Error {
  override readonly name = 'ScannedTwice';
  readonly first: Transacted;
  constructor({ id, visit, slice: { events, revision } }: VisitAsRead, report: ReadStep) {
    super('scanned twice');
    const position = events.at(-1)?.position ?? -1n;
    const nothing = { events: [], eventIds: [], recordTime: null };
    this.first = { id, revision, position, ...nothing, warnings: differencesOf(visit, report) };
  }
}

/**
 * Looks for the first scan among the visits that claimed the tractor around the time of this arrival, whether they
 * still hold it or not. An arrival that did not occur is none. Reads at most four visits.
 * @throws ScannedTwice. Where it does not, whoever takes the claim at the revision of these claims is the first.
 */
export async function refuseSecondScan(
  store: EventReader,
  report: ReadStep,
  { claims, visitId }: { readonly claims: StreamSlice; readonly visitId: string },
): Promise<void> {
  const others = claimantsAround(Date.parse(report.at), claims.events).filter((other) => other !== visitId);
  const slices = await Promise.all(
    others.map((other) => unlessDamaged(store.readStream(streamOf(truckVisit.category, other)))),
  );
  for (const [i, slice] of slices.entries()) {
    if (slice === undefined) continue;
    const visit = foldVisit(effective(slice.events, truckVisit.order));
    if (isSecondScan(visit, report)) throw new ScannedTwice({ id: others[i] ?? '', visit, slice }, report);
  }
}

/** The visits whose claims lie nearest to an event time, the nearest first. */
function claimantsAround(time: number, claims: readonly RecordedEvent[]): string[] {
  const near = claims
    .filter(isClaimed)
    .map(({ data, metadata }) => ({
      visitId: data.visitId,
      distance: Math.abs(Date.parse(metadata.eventTime) - time),
    }))
    .filter(({ distance }) => distance <= CORRECTED_WITHIN)
    .sort((a, b) => a.distance - b.distance);
  return [...new Set(near.map(({ visitId }) => visitId))].slice(0, MOST_VISITS);
}
