import type { DatabaseSync } from 'node:sqlite';
import type { EffectiveEvent, RecordedEvent } from '#libs/event-sourcing';
import type { Gate, Step, Visit } from '#libs/truck-flow';

/** One truck visit up to a log position, ready to be shown. */
export interface VisitSubject {
  readonly category: 'truckVisit';
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

/** One stream of another category (border gate, yard, dedicated driver). */
export interface StreamSubject {
  readonly category: 'borderGate' | 'yard' | 'dedicatedDriver';
  readonly id: string;
  readonly recorded: readonly RecordedEvent[];
  readonly effective: readonly EffectiveEvent[];
}

export type Subject = VisitSubject | StreamSubject;

/** The rows of a view, prepared once on one connection. */
export interface ViewWriter {
  /**
   * Replaces every row of one subject. A pure function of the subject: no clock, no randomness, no other row, so
   * that a repeated or late event, and a rebuild, give the same rows. Runs inside the runner's transaction.
   */
  replace(subject: Subject): void;
}

/**
 * A read model: tables in the views file, the events it shows, and how one subject's rows are replaced.
 * Raising `version` makes the runner build the views anew beside the live ones.
 */
export interface View {
  /** As an operator would name it; also the prefix of its tables (with underscores). */
  readonly name: string;
  readonly version: number;
  /** Stored event types this view shows; a spec exists for each. */
  readonly types: readonly string[];
  /** CREATE TABLE and CREATE INDEX statements. */
  readonly schema: string;
  writer(db: DatabaseSync): ViewWriter;
}
