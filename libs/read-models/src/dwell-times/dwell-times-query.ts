/* Report on dwell times: quantiles by gate, stage and cargo class. */
import type { DatabaseSync } from 'node:sqlite';
import type { CargoClass } from '#libs/truck-flow';
import { statement } from '#libs/projections';
import { DWELL_STAGES, readCell } from './dwell-cells';
import type { DwellStage } from './dwell-cells';
import { stagesOf } from './dwell-times';
import { factsOnHand } from '../gate-boards/gate-board-query';
import { zoneOf } from '../places/gate-source';
import type { GateSource } from '../places/gate-source';
import { startOfDay } from '../paging/local-time';
import { LogHistogram, percentileOf } from './log-histogram';

/* Durations in minutes, rounded to hundredths; null where there is nothing to measure. */

export interface FinishedDwell {
  readonly count: number;
  readonly mean: number | null;
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p99: number | null;
}

/** Ages of the trucks still inside, at the end of the range. */
export interface InsideDwell {
  readonly count: number;
  readonly p50: number | null;
  readonly p90: number | null;
  readonly max: number | null;
}

/** Turned back, diverted or cancelled in that stage. */
export interface LeftDwell {
  readonly count: number;
  readonly p50: number | null;
  readonly max: number | null;
}

export interface Dwell {
  readonly finished: FinishedDwell;
  readonly inside: InsideDwell;
  readonly left: LeftDwell;
}

export interface DwellTimesRow extends Dwell {
  readonly stage: DwellStage;
  /** The same by cargo class; a class without trucks is absent. */
  readonly byCargoClass: Partial<Record<CargoClass, Dwell>>;
}

export interface DwellTimesQuery {
  /** One gate, or several whose trucks are counted together. */
  readonly gates: readonly string[];
  /** Local dates of each gate, `to` exclusive. */
  readonly from: string;
  readonly to: string;
  /** Epoch milliseconds; nothing later counts, and ages are taken at the latest then. */
  readonly at: number;
}

/** The five stages in their order. `finished` and `left` count by the local day on which the stage ended. */
export function dwellTimeRows(db: DatabaseSync, query: DwellTimesQuery, source: GateSource): DwellTimesRow[] {
  const tallies = new Tallies();
  for (const gate of query.gates) {
    const zone = zoneOf(source.gate(gate));
    const end = Math.min(startOfDay(zone, query.to), query.at + 1);
    addEnded(db, tallies, { gate, from: startOfDay(zone, query.from), end });
    addInside(db, tallies, { gate, at: end - 1 });
  }
  return DWELL_STAGES.map((stage) => ({
    stage,
    ...tallies.of(stage).dwell(),
    byCargoClass: tallies.byClass(stage),
  }));
}

interface EndedGroup {
  readonly cell: number;
  readonly visits: number;
  readonly total: number;
  readonly longest: number;
}

function addEnded(
  db: DatabaseSync,
  tallies: Tallies,
  { gate, from, end }: { readonly gate: string; readonly from: number; readonly end: number },
): void {
  const groups = statement(
    db,
    `SELECT cell, count(*) AS visits, sum(duration) AS total, max(duration) AS longest
     FROM dwell_times WHERE gate = :gate AND ended_at >= :from AND ended_at < :end AND counts_until >= :end GROUP BY cell`,
  ).all({ gate, from, end }) as unknown as EndedGroup[];
  for (const { cell, visits, total, longest } of groups) {
    const { stage, cargoClass, outcome, bucket } = readCell(cell);
    for (const tally of [tallies.of(stage), tallies.of(stage, cargoClass)]) {
      if (outcome === 'FINISHED') tally.addFinished(bucket, visits, total);
      else tally.addLeft(bucket, visits, longest);
    }
  }
}

/** Ages at an instant of the trucks then on hand. */
function addInside(db: DatabaseSync, tallies: Tallies, { gate, at }: { gate: string; at: number }): void {
  for (const facts of factsOnHand(db, gate, at)) {
    for (const { stage, from, insideUntil } of stagesOf(facts)) {
      if (from > at || insideUntil <= at) continue;
      tallies.of(stage).addInside(at - from);
      tallies.of(stage, facts.cargoClass).addInside(at - from);
    }
  }
}

class Tallies {
  private readonly tallies = new Map<string, Tally>();

  of(stage: DwellStage, cargoClass = ''): Tally {
    const key = `${stage} ${cargoClass}`;
    let tally = this.tallies.get(key);
    if (tally === undefined) {
      tally = new Tally();
      this.tallies.set(key, tally);
    }
    return tally;
  }

  byClass(stage: DwellStage): Partial<Record<CargoClass, Dwell>> {
    const classes = [...this.tallies.keys()].flatMap((key) => {
      const [ofStage, cargoClass] = key.split(' ');
      return ofStage === stage && cargoClass ? [cargoClass] : [];
    });
    return Object.fromEntries(
      classes.sort().map((cargoClass) => [cargoClass, this.of(stage, cargoClass).dwell()]),
    );
  }
}

/** What is counted of one stage, in milliseconds. */
class Tally {
  private readonly finished = new LogHistogram();
  private finishedTotal = 0;
  private readonly left = new LogHistogram();
  private longestLeft: number | null = null;
  private readonly ages: number[] = [];

  addFinished(bucket: number, count: number, total: number): void {
    this.finished.add(bucket, count);
    this.finishedTotal += total;
  }

  addLeft(bucket: number, count: number, longest: number): void {
    this.left.add(bucket, count);
    this.longestLeft = Math.max(this.longestLeft ?? 0, longest);
  }

  addInside(age: number): void {
    this.ages.push(age);
  }

  /** A bucket represents all that falls into it, so its value may lie above the longest of them. */
  private medianLeft(): number | null {
    const median = this.left.percentile(0.5);
    return median === null || this.longestLeft === null ? null : Math.min(median, this.longestLeft);
  }

  dwell(): Dwell {
    const { finished, left } = this;
    const ages = this.ages.sort((a, b) => a - b);
    return {
      finished: {
        count: finished.count,
        mean: finished.count === 0 ? null : minutes(this.finishedTotal / finished.count),
        p50: minutes(finished.percentile(0.5)),
        p90: minutes(finished.percentile(0.9)),
        p99: minutes(finished.percentile(0.99)),
      },
      inside: {
        count: ages.length,
        p50: minutes(percentileOf(ages, 0.5)),
        p90: minutes(percentileOf(ages, 0.9)),
        max: minutes(ages.at(-1) ?? null),
      },
      left: { count: left.count, p50: minutes(this.medianLeft()), max: minutes(this.longestLeft) },
    };
  }
}

function minutes(milliseconds: number | null): number | null {
  return milliseconds === null ? null : Math.round(milliseconds / 600) / 100;
}
