import { seeded } from '#libs/event-sourcing/testing';
import { cellOf, readCell } from './dwell-cells';
import { bucketOf, durationOf, LogHistogram, percentileOf } from './log-histogram';

const SHARES = [0.01, 0.5, 0.9, 0.99, 1];
const DAY = 86_400_000;

/** Waits from seconds to weeks. */
function waits(seed: number, count: number): number[] {
  const random = seeded(seed);
  return Array.from({ length: count }, () => Math.round(Math.exp(random() * Math.log(40 * DAY))) + 1);
}

function histogramOf(durations: readonly number[]): LogHistogram {
  const histogram = new LogHistogram();
  for (const duration of durations) histogram.add(bucketOf(duration), 1);
  return histogram;
}

describe('percentiles by logarithmic buckets', () => {
  it('stand within 1 % for every duration from a millisecond to a year', () => {
    for (let duration = 1; duration < 366 * DAY; duration = Math.ceil(duration * 1.003)) {
      const shown = durationOf(bucketOf(duration));
      expect(Math.abs(shown - duration) / duration).toBeLessThanOrEqual(0.00501);
    }
  });

  it('stand within 1 % of the exact nearest rank', () => {
    const durations = waits(1, 20_000);
    const ascending = [...durations].sort((a, b) => a - b);
    const histogram = histogramOf(durations);
    for (const share of SHARES) {
      const exact = percentileOf(ascending, share) ?? 0;
      expect(Math.abs((histogram.percentile(share) ?? 0) - exact) / exact).toBeLessThan(0.01);
    }
  });

  it('merge over days into those of the whole, in any order', () => {
    const days = [1, 2, 3].map((seed) => waits(seed, 500));
    const whole = histogramOf(days.flat());
    const merged = new LogHistogram();
    for (const day of days.toReversed()) {
      const counts = new Map<number, number>();
      for (const bucket of day.map(bucketOf)) counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
      for (const [bucket, count] of counts) merged.add(bucket, count);
    }
    expect(merged.count).toBe(1_500);
    for (const share of SHARES) expect(merged.percentile(share)).toBe(whole.percentile(share));
  });

  it('forget a duration that is taken out again', () => {
    const histogram = histogramOf(waits(4, 100));
    const before = SHARES.map((share) => histogram.percentile(share));
    histogram.add(bucketOf(99 * DAY), 1);
    histogram.add(bucketOf(99 * DAY), -1);
    expect(SHARES.map((share) => histogram.percentile(share))).toEqual(before);
  });

  it('have nothing to say of nothing, and count what took no time', () => {
    expect(new LogHistogram().percentile(0.5)).toBeNull();
    expect(percentileOf([], 0.5)).toBeNull();
    expect(histogramOf([0, 0, 0]).percentile(0.99)).toBe(0);
  });

  it('keep every cell apart', () => {
    for (const duration of [0, 1, 60_000, 40 * DAY, 8_640_000_000_000_000]) {
      for (const outcome of ['FINISHED', 'LEFT'] as const) {
        const cell = { stage: 'GATE', cargoClass: 'DRY', outcome } as const;
        expect(readCell(cellOf('GATE', 'DRY', outcome, duration))).toEqual({
          ...cell,
          bucket: bucketOf(duration),
        });
      }
    }
  });
});
