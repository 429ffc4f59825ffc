import type { DatabaseSync } from 'node:sqlite';
import { statement } from '#libs/projections';
import type { DwellStage } from './dwell-cells';

/** Finished stages of one gate since the beginning. */
export interface DwellDistribution {
  readonly gate: string;
  readonly stage: DwellStage;
  readonly count: number;
  /** Seconds. */
  readonly sum: number;
  /** How many lasted at most each of the bounds asked for. */
  readonly atMost: readonly number[];
}

/**
 * How long finished stages lasted, by gate and stage, against these bounds in seconds. All rows are read, but once:
 * a join with the bounds stopped the server for seconds at every scrape.
 */
export function dwellDistributions(db: DatabaseSync, bounds: readonly number[]): DwellDistribution[] {
  const atMost = bounds.map((bound) => `sum(duration <= ${bound * 1000})`);
  const rows = statement(
    db,
    `SELECT gate, stage, count(*) AS count, sum(duration) / 1000.0 AS sum, json_array(${atMost.join(', ')}) AS at_most
     FROM dwell_times WHERE outcome = 'FINISHED' GROUP BY gate, stage ORDER BY gate, stage`,
  ).all() as unknown as {
    gate: string;
    stage: DwellStage;
    count: number;
    sum: number;
    at_most: string;
  }[];
  return rows.map(({ at_most, ...row }) => ({ ...row, atMost: JSON.parse(at_most) as number[] }));
}
