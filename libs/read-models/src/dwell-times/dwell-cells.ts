import type { CargoClass } from '#libs/truck-flow';
import { bucketOf } from './log-histogram';

/** Stages of a wait; a truck on hand is in one of the first four, the furthest it has reached, and in TOTAL. */
export const DWELL_STAGES = ['CUSTOMS', 'WAITING_CALL', 'GATE', 'CROSSING', 'TOTAL'] as const;
export type DwellStage = (typeof DWELL_STAGES)[number];

/** LEFT: turned back, diverted or cancelled in that stage. */
const OUTCOMES = ['FINISHED', 'LEFT'] as const;
export type DwellOutcome = (typeof OUTCOMES)[number];

const CLASSES: readonly CargoClass[] = ['FRESH_PRODUCE', 'FROZEN_SEAFOOD', 'CHILLED', 'DRY', 'OTHER'];
/** More than there are buckets up to the end of time. */
const BUCKETS = 4_096;

/** What is counted together: one bucket of one stage, cargo class and outcome. */
export interface DwellCell {
  readonly stage: DwellStage;
  readonly cargoClass: CargoClass;
  readonly outcome: DwellOutcome;
  readonly bucket: number;
}

/**
 * The cell of a duration (milliseconds) as one integer, by which rows are grouped five times as fast as by four
 * columns of text. A change of any list above needs a new version of the view.
 */
export function cellOf(
  stage: DwellStage,
  cargoClass: CargoClass,
  outcome: DwellOutcome,
  duration: number,
): number {
  const kind = DWELL_STAGES.indexOf(stage) * CLASSES.length + CLASSES.indexOf(cargoClass);
  return (kind * OUTCOMES.length + OUTCOMES.indexOf(outcome)) * BUCKETS + bucketOf(duration) + 1;
}

/** What a cell's integer means. */
export function readCell(cell: number): DwellCell {
  const group = Math.floor(cell / BUCKETS);
  const kind = Math.floor(group / OUTCOMES.length);
  return {
    stage: DWELL_STAGES[Math.floor(kind / CLASSES.length)] ?? 'TOTAL',
    cargoClass: CLASSES[kind % CLASSES.length] ?? 'OTHER',
    outcome: OUTCOMES[group % OUTCOMES.length] ?? 'FINISHED',
    bucket: (cell % BUCKETS) - 1,
  };
}
