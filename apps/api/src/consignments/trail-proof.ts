import { Inject, Injectable } from '@nestjs/common';
import { asStored, sealedTextOf, storedTextOf, streamOf, unlessDamaged } from '#libs/event-sourcing';
import type { EventStore, RecordedEvent } from '#libs/event-sourcing';
import { EVENT_STORE } from '#libs/platform';
import type { TrailEntry, TrailEvent } from '#libs/read-models';
import { truckVisit, withoutTicket } from '#libs/truck-flow';

export interface ProvenEvent extends TrailEvent {
  /**
   * The exact text whose SHA-256 is `hash`; null where it holds more than the caller may see, such as goods of other
   * owners, or where the record of the visit was damaged. Absent in a trail without proof.
   */
  readonly sealedText?: string | null;
}

export interface ProvenEntry extends ProvenEvent {
  readonly corrections: readonly ProvenEvent[];
  readonly damaged?: true;
}

/**
 * Adds to a trail what its hashes were made of, read from the log itself and not from a view. What cannot be read there
 * any more is marked as damaged and has no text.
 */
@Injectable()
export class TrailProof {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async proven(entries: readonly TrailEntry[]): Promise<ProvenEntry[]> {
    const visitIds = [...new Set(entries.map(({ visitId }) => visitId))];
    const read = await Promise.all(visitIds.map((visitId) => this.recordedIn(visitId)));
    const recorded = new Map(visitIds.map((visitId, index) => [visitId, read[index]]));
    return entries.map(({ corrections, ...entry }) => {
      const events = recorded.get(entry.visitId);
      const prove = <Shown extends TrailEvent>(shown: Shown) => proved(shown, events?.get(shown.eventId));
      const damaged = events === undefined ? { damaged: true as const } : {};
      return { ...prove(entry), ...damaged, corrections: corrections.map(prove) };
    });
  }

  /** The events of a visit by their ids; undefined where it was damaged, and where there are none, for it is shown. */
  private async recordedIn(visitId: string): Promise<ReadonlyMap<string, RecordedEvent> | undefined> {
    const read = await unlessDamaged(this.store.readStream(streamOf(truckVisit.category, visitId)));
    if (read === undefined || read.events.length === 0) return undefined;
    return new Map(read.events.map((event) => [event.eventId, event]));
  }
}

/**
 * Whoever is shown less of the data than was recorded may not have the text, which holds all of it. With the text comes
 * the data that it seals: what older versions stored in another spelling is not shown in its one spelling then.
 */
function proved<Shown extends TrailEvent>(
  shown: Shown,
  event: RecordedEvent | undefined,
): Shown & ProvenEvent {
  if (event === undefined || JSON.stringify(shown.data) !== JSON.stringify(withoutTicket(event)))
    return { ...shown, sealedText: null };
  const { type, data } = asStored(event);
  return { ...shown, type, data, sealedText: sealedTextOf(storedTextOf(event)) };
}
