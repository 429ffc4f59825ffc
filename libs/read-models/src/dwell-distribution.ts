import type { DatabaseSync } from 'node:sqlite';
import type { DwellStage } from './dwell-cells';
import { statement } from './statements';

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

/** How long finished stages lasted, by gate and stage, against these bounds in seconds. */
export function dwellDistributions(db: DatabaseSync, bounds: readonly number[]): DwellDistribution[] {
  const rows = statement(
    db,
    `SELECT d.gate, d.stage, b.value AS bound, sum(d.duration <= b.value * 1000) AS at_most,
       count(*) AS count, sum(d.duration) / 1000.0 AS sum
     FROM dwell_times d, json_each(:bounds) b WHERE d.outcome = 'FINISHED'
     GROUP BY d.gate, d.stage, b.value ORDER BY d.gate, d.stage, b.value`,
  ).all({ bounds: JSON.stringify(bounds) }) as unknown as {
    gate: string;
    stage: DwellStage;
    at_most: number;
    count: number;
    sum: number;
  }[];
  const found = new Map<string, DwellDistribution>();
  for (const { gate, stage, count, sum, at_most } of rows) {
    const key = `${gate} ${stage}`;
    const atMost = [...(found.get(key)?.atMost ?? []), at_most];
    found.set(key, { gate, stage, count, sum, atMost });
  }
  return [...found.values()];
}
