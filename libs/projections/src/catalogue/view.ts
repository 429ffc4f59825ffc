import type { DatabaseSync } from 'node:sqlite';
import type { RecordedEvent } from '#libs/event-sourcing';

/** One stream up to a log position, ready to be shown; what more there is of it says its kind. */
export interface Subject {
  readonly category: string;
  readonly id: string;
  /** Everything recorded in the stream, corrections included, in revision order. */
  readonly recorded: readonly RecordedEvent[];
}

/** The rows of a view, prepared once on one connection. */
export interface ViewWriter<Shown extends Subject = Subject> {
  /**
   * Replaces every row of one subject. A pure function of the subject: no clock, no randomness, no other row, so
   * that a repeated or late event, and a rebuild, give the same rows. Runs inside the runner's transaction.
   */
  replace(subject: Shown): void;
}

/**
 * A read model: tables in the views file, the events it shows, and how one subject's rows are replaced.
 * Raising `version` makes the runner build the views anew beside the live ones.
 */
export interface View<Shown extends Subject = Subject> {
  /** As an operator would name it; also the prefix of its tables (with underscores). */
  readonly name: string;
  readonly version: number;
  /** Stored event types this view shows; a spec exists for each. */
  readonly types: readonly string[];
  /** CREATE TABLE and CREATE INDEX statements. */
  readonly schema: string;
  /** Views that its readers need in the same file; part of no answer themselves. */
  readonly beside?: readonly View[];
  writer(db: DatabaseSync): ViewWriter<Shown>;
}

/** Does a view show events of a category? */
export function shows({ types }: View, category: string): boolean {
  return types.some((type) => type.startsWith(`${category}.`));
}
