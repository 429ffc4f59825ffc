import type { EventMetadata, RecordedEvent } from './event';

/** How a correction names what it corrects. `corrected` is absent when the event did not occur. */
export interface CorrectionData {
  readonly eventId: string;
  readonly reason: 'DID_NOT_OCCUR' | 'INCORRECT_DATA';
  readonly corrected?: { readonly at: string; readonly data: unknown };
}

/** An event as it counts today: with its latest corrected data and time. */
export interface EffectiveEvent<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly data: Data;
  /** Event time as reported (or corrected), RFC 3339 with offset. */
  readonly at: string;
  /** The same instant in milliseconds since the epoch. */
  readonly time: number;
  readonly eventId: string;
  readonly revision: bigint;
  readonly position: bigint;
  readonly metadata: EventMetadata;
  /** Id of the correction that gave it this data, if any. */
  readonly correctedBy?: string;
}

/** How a category's history is folded. */
export interface HistoryOrder {
  /** Stored name of the category's correction event. */
  readonly correctionType: string;
  /** Place of a step in the table of steps: events of equal time count in this order. Internal types: undefined. */
  placeOf(type: string): number | undefined;
}

/**
 * The effective form of a history: corrected-away events removed, corrected ones with their new data and time (a
 * later correction of the same event replaces an earlier one; corrections are not corrected), sorted by event
 * time, place of the step, record time and revision. Types without a place (claims protocol) are left out.
 * Pure: the order in which reports were recorded shows only between otherwise equal steps.
 */
export function effective(history: readonly RecordedEvent[], order: HistoryOrder): EffectiveEvent[] {
  const corrections = new Map<string, RecordedEvent>();
  for (const event of history) {
    if (event.type === order.correctionType) corrections.set((event.data as CorrectionData).eventId, event);
  }
  const events: (EffectiveEvent & { place: number })[] = [];
  for (const event of history) {
    const place = event.type === order.correctionType ? undefined : order.placeOf(event.type);
    if (place === undefined) continue;
    const correction = corrections.get(event.eventId);
    const replaced = correction === undefined ? undefined : (correction.data as CorrectionData).corrected;
    if (correction !== undefined && replaced === undefined) continue;
    const at = replaced?.at ?? event.metadata.eventTime;
    events.push({
      type: event.type,
      data: replaced === undefined ? event.data : replaced.data,
      at,
      time: Date.parse(at),
      eventId: event.eventId,
      revision: event.revision,
      position: event.position,
      metadata: event.metadata,
      ...(correction === undefined ? {} : { correctedBy: correction.eventId }),
      place,
    });
  }
  return events.sort(
    (a, b) =>
      a.time - b.time ||
      a.place - b.place ||
      compareText(a.metadata.recordTime, b.metadata.recordTime) ||
      (a.revision < b.revision ? -1 : 1),
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
