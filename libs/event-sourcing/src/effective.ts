import type { EventMetadata, RecordedEvent, Warning } from './event';

/** How a correction names what it corrects. `corrected` is absent when the event did not occur. */
export interface CorrectionData {
  readonly eventId: string;
  readonly reason: 'DID_NOT_OCCUR' | 'INCORRECT_DATA';
  /** Where the correction was reported, not where what it corrects happened. */
  readonly place?: string;
  readonly corrected?: { readonly at: string; readonly data: unknown };
  /** What the answer warned of, kept so that a repetition is answered alike; pointers into the correction's body. */
  readonly warnings?: readonly Warning[];
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
  const corrections = correctionsIn(history, order);
  const events: EffectiveEvent[] = [];
  let isInOrder = true;
  let before = -Infinity;
  for (const recorded of history) {
    if (order.placeOf(recorded.type) === undefined) continue;
    const event = counted(recorded, corrections?.get(recorded.eventId));
    if (event === undefined) continue;
    if (!(event.time > before)) isInOrder = false;
    before = event.time;
    events.push(event);
  }
  if (isInOrder) return events;
  return events.sort((a, b) => a.time - b.time || placeOf(a, order) - placeOf(b, order) || byRecording(a, b));
}

/** The latest correction of each event; undefined when there is none, as nearly always. */
function correctionsIn(
  history: readonly RecordedEvent[],
  { correctionType }: HistoryOrder,
): ReadonlyMap<string, RecordedEvent> | undefined {
  let corrections: Map<string, RecordedEvent> | undefined;
  for (const event of history) {
    if (event.type !== correctionType) continue;
    corrections ??= new Map();
    corrections.set((event.data as CorrectionData).eventId, event);
  }
  return corrections;
}

function placeOf({ type }: EffectiveEvent, order: HistoryOrder): number {
  return order.placeOf(type) ?? 0;
}

/** The event as its latest correction leaves it; undefined when it did not occur. */
function counted(event: RecordedEvent, correction: RecordedEvent | undefined): EffectiveEvent | undefined {
  const { type, eventId, revision, position, metadata } = event;
  if (correction === undefined) {
    const at = metadata.eventTime;
    return { type, data: event.data, at, time: Date.parse(at), eventId, revision, position, metadata };
  }
  const { corrected } = correction.data as CorrectionData;
  if (corrected === undefined) return undefined;
  const { at, data } = corrected;
  const correctedBy = correction.eventId;
  return { type, data, at, time: Date.parse(at), eventId, revision, position, metadata, correctedBy };
}

function byRecording(a: EffectiveEvent, b: EffectiveEvent): number {
  return compareText(a.metadata.recordTime, b.metadata.recordTime) || (a.revision < b.revision ? -1 : 1);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
