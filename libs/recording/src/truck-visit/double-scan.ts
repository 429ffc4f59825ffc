import { effective, streamOf, unlessDamaged } from '#libs/event-sourcing';
import type { EventReader, StreamSlice, Transacted } from '#libs/event-sourcing';
import { differencesOf, foldVisit, isSecondScan, truckVisit } from '#libs/truck-flow';
import type { ReadStep, Visit } from '#libs/truck-flow';
import { CORRECTED_WITHIN, nearestClaimants } from '../claim/claim-streams';

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
  const time = Date.parse(report.at);
  const around = nearestClaimants(claims.events, (at) => {
    const distance = Math.abs(at - time);
    return distance <= CORRECTED_WITHIN ? distance : undefined;
  });
  const others = around.filter((other) => other !== visitId);
  const slices = await Promise.all(
    others.map((other) => unlessDamaged(store.readStream(streamOf(truckVisit.category, other)))),
  );
  for (const [i, slice] of slices.entries()) {
    if (slice === undefined) continue;
    const visit = foldVisit(effective(slice.events, truckVisit.order));
    if (isSecondScan(visit, report)) throw new ScannedTwice({ id: others[i] ?? '', visit, slice }, report);
  }
}
