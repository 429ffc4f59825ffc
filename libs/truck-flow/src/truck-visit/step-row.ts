import type { RejectionCode } from '../rejection';

/** What is true of every report of a step. `Type`: the stored names of all steps. */
export interface StepRow<Type extends string = string> {
  /** Its name in the URL and in imports. */
  readonly url: string;
  /**
   * What a second report of it comes to. Of a step that happens once: the code that refuses other data. Of a step that
   * may repeat: the steps that separate it from an identical one before it. FOLLOWS: nobody reports it, it follows from
   * a report of another visit.
   */
  readonly again: Extract<RejectionCode, `ALREADY_${string}`> | 'FOLLOWS' | readonly Type[];
  /**
   * False of what nobody can see happen: it is never reported as observed. LATE: of an order only when it is told
   * long after it was given. Otherwise absent.
   */
  readonly observable?: false | 'LATE';
  /** Its report may be recorded with warnings of its own, which `warnings.ts` then has to tell. Otherwise absent. */
  readonly warns?: true;
  readonly meaning: string;
}
