import type { Gate, Visit } from '#libs/truck-flow';

/** A place in the line of a gate: by arrival, in epoch milliseconds, then visit id. */
export interface PlaceInLine {
  readonly gate: string;
  readonly arrivedAt: number;
  readonly visitId: string;
}

/**
 * What the read side shows of visits. It may lag behind the log: whatever has to be true is read from the log, and
 * what is asked here is a warning, or how much a caller may know of a record that cannot be read.
 */
export interface ShownVisits {
  /** The gate of a visit and the yard that it is in; undefined while nothing is shown of it. */
  placeOf(visitId: string): { readonly gate: string; readonly yard: string | null } | undefined;
  /** The log position up to which lines are shown; undefined while they cannot be read. */
  linePosition(): bigint | undefined;
  /**
   * How many trucks are shown before a place that could have gone at an instant, `at` in epoch milliseconds. `without`:
   * visits that are not counted.
   */
  passedAt(
    place: PlaceInLine,
    asked: { readonly at: number; readonly gate: Gate; readonly without: readonly string[] },
  ): number;
  /** The same of one visit, as it is read from the log: could it have gone, the gate left aside? */
  couldGo(visit: Visit, gate: Gate, at: number): boolean;
  /** Lines could not be read, or not the visits that they do not show yet: the report is recorded without the warning. */
  failed(error: unknown): void;
}
