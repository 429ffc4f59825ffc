/** One thing that is measured, a sample a round. Higher is better unless `lower` says otherwise. */
export interface Figure {
  readonly name: string;
  readonly samples: readonly number[];
  /** `ratio` is formed within one round; everything else depends on the machine and its neighbours. */
  readonly unit: string;
  /** Median at least this, and the lower quartile at least `QUARTILE_SHARE` of it; else the run fails. */
  readonly floor?: number;
  /** Median at most this; else the run fails. */
  readonly ceiling?: number;
  /** What we reach for, as text; printed beside. */
  readonly goal?: string;
}

const QUARTILE_SHARE = 0.7;

export interface Spread {
  readonly min: number;
  readonly lowerQuartile: number;
  readonly median: number;
  readonly max: number;
}

/** @throws RangeError without samples. */
export function spreadOf(samples: readonly number[]): Spread {
  if (samples.length === 0) throw new RangeError('nothing was measured');
  const sorted = [...samples].sort((a, b) => a - b);
  return {
    min: quantile(sorted, 0),
    lowerQuartile: quantile(sorted, 0.25),
    median: quantile(sorted, 0.5),
    max: quantile(sorted, 1),
  };
}

/** The value below which this share of the samples lies. @throws RangeError without samples. */
export function percentileOf(samples: readonly number[], share: number): number {
  if (samples.length === 0) throw new RangeError('nothing was measured');
  return quantile(
    samples.toSorted((a, b) => a - b),
    share,
  );
}

/** Linear between the neighbours, as spreadsheets do it. */
function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}

/** Why a figure is not good enough, or null. */
export function shortfall({ samples, floor, ceiling }: Figure): string | null {
  const { median, lowerQuartile } = spreadOf(samples);
  if (floor !== undefined && !(median >= floor)) return `median under ${floor}`;
  if (floor !== undefined && !(lowerQuartile >= floor * QUARTILE_SHARE)) {
    return `lower quartile under ${QUARTILE_SHARE} × ${floor}`;
  }
  return ceiling !== undefined && !(median <= ceiling) ? `median over ${ceiling}` : null;
}
