import type { EffectiveEvent, RecordedEvent } from '#libs/event-sourcing';
import type { Gate, ShownCategory, Step, TRUCK_VISIT, Visit } from '#libs/truck-flow';
import type { View } from '#libs/projections';

/** One truck visit up to a log position, ready to be shown. */
export interface VisitSubject {
  readonly category: typeof TRUCK_VISIT.name;
  readonly id: string;
  /**
   * Log position of the visit's first event. Tables are keyed by it and not by the id: visits under way then lie
   * together on few pages, where random ids would spread every batch over the whole file.
   */
  readonly number: bigint;
  /** Everything recorded in the visit's stream, corrections included, in revision order. */
  readonly recorded: readonly RecordedEvent[];
  /** Its effective history. */
  readonly steps: readonly Step[];
  /** The effective history folded. */
  readonly visit: Visit;
  /** The gate the truck arrived at (of the last arrival recorded, also when that is corrected away). */
  readonly gate: Gate;
  /** Code of that gate; empty when no arrival was ever recorded. */
  readonly gateCode: string;
}

/** One stream of another category (border gate, yard, dedicated driver, policies, legal basis). */
export interface StreamSubject {
  readonly category: Exclude<ShownCategory['name'], VisitSubject['category']>;
  readonly id: string;
  readonly recorded: readonly RecordedEvent[];
  readonly effective: readonly EffectiveEvent[];
}

export type BorderSubject = VisitSubject | StreamSubject;

/** A view of what happens at the border. */
export type BorderView = View<BorderSubject>;
