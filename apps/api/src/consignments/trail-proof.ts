import { Inject, Injectable } from '@nestjs/common';
import { asStored, sealedTextOf, storedTextOf, streamOf } from '#libs/event-sourcing';
import type { EventStore, RecordedEvent } from '#libs/event-sourcing';
import { EVENT_STORE } from '#libs/platform';
import type { TrailEntry, TrailEvent } from '#libs/read-models';
import { truckVisit } from '#libs/truck-flow';

export interface ProvenEvent extends TrailEvent {
  /**
   * The exact text whose SHA-256 is `hash`; null where it holds more than the caller may see, such as goods of other
   * owners. Absent in a trail without proof.
   */
  readonly sealedText?: string | null;
}

export interface ProvenEntry extends ProvenEvent {
  readonly corrections: readonly ProvenEvent[];
  /** The record that it is of was changed from outside; it was recorded before. */
  readonly damaged?: true;
}

/** Adds to a trail what its hashes were made of, read from the log itself and not from a view. */
@Injectable()
export class TrailProof {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async proven(entries: readonly TrailEntry[]): Promise<ProvenEntry[]> {
    const recorded = await this.recordedIn(new Set(entries.map(({ visitId }) => visitId)));
    const prove = <Shown extends TrailEvent>(shown: Shown) => proved(shown, recorded.get(shown.eventId));
    return entries.map(({ corrections, ...entry }) => ({
      ...prove(entry),
      corrections: corrections.map(prove),
    }));
  }

  private async recordedIn(visitIds: ReadonlySet<string>): Promise<ReadonlyMap<string, RecordedEvent>> {
    const streams = await Promise.all(
      [...visitIds].map((visitId) => this.store.readStream(streamOf(truckVisit.category, visitId))),
    );
    return new Map(streams.flatMap(({ events }) => events.map((event) => [event.eventId, event])));
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
  if (event === undefined || JSON.stringify(shown.data) !== JSON.stringify(event.data))
    return { ...shown, sealedText: null };
  const { type, data } = asStored(event);
  return { ...shown, type, data, sealedText: sealedTextOf(storedTextOf(event)) };
}
