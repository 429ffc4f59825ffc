import { RandomStream } from './random';

const DRAWS = 100_000;

function draws(stream: RandomStream, count = DRAWS): number[] {
  return Array.from({ length: count }, () => stream.uniform());
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function correlation(one: readonly number[], other: readonly number[]): number {
  const [meanOne, meanOther] = [mean(one), mean(other)];
  const products = one.map((value, i) => (value - meanOne) * ((other[i] ?? 0) - meanOther));
  // 1/12 is the variance of a uniform value.
  return mean(products) * 12;
}

/** Chi-square of counts against equal shares. */
function chiSquare(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

function histogram(values: readonly number[], bins: number): number[] {
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) {
    const bin = Math.floor(value * bins);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

describe('a random stream', () => {
  it('is the same for the same name and another for another', () => {
    expect(draws(new RandomStream('1/TAN_THANH/slots'), 5)).toEqual(
      draws(new RandomStream('1/TAN_THANH/slots'), 5),
    );
    expect(draws(new RandomStream('1/TAN_THANH/slots'), 5)).not.toEqual(
      draws(new RandomStream('2/TAN_THANH/slots'), 5),
    );
  });

  // 255 degrees of freedom: 1 in 10^6 lies outside 155 … 375.
  it.each(['1/HUU_NGHI/slots', '1/TAN_THANH/slots', '2/CHI_MA/customs', '977/CHI_MA/road'])(
    'fills 256 bins evenly: %s',
    (name) => {
      const spread = chiSquare(histogram(draws(new RandomStream(name)), 256));
      expect(spread).toBeGreaterThan(155);
      expect(spread).toBeLessThan(375);
    },
  );

  it('fills the squares of successive pairs evenly', () => {
    const values = draws(new RandomStream('1/TAN_THANH/pairs'), 2 * DRAWS);
    const pairs = Array.from({ length: DRAWS }, (_, i) => {
      const [one = 0, other = 0] = values.slice(2 * i, 2 * i + 2);
      return (Math.floor(one * 16) * 16 + Math.floor(other * 16)) / 256;
    });
    expect(chiSquare(histogram(pairs, 256))).toBeLessThan(375);
  });

  it('sets every bit half of the time', () => {
    const stream = new RandomStream('1/CHI_MA/bits');
    const set = new Array<number>(32).fill(0);
    for (let i = 0; i < DRAWS; i += 1) {
      const bits = stream.bits();
      for (let bit = 0; bit < 32; bit += 1) set[bit] = (set[bit] ?? 0) + ((bits >>> bit) & 1);
    }
    for (const count of set) expect(Math.abs(count / DRAWS - 0.5)).toBeLessThan(0.01);
  });

  it('is independent of its own past and of streams with similar names', () => {
    const values = draws(new RandomStream('1/HUU_NGHI/slots'));
    expect(Math.abs(correlation(values.slice(1), values.slice(0, -1)))).toBeLessThan(0.02);
    for (const other of ['2/HUU_NGHI/slots', '1/HUU_NGHI/slotz', '1/TAN_THANH/slots']) {
      expect(Math.abs(correlation(values, draws(new RandomStream(other))))).toBeLessThan(0.02);
    }
  });

  it('begins evenly over the seeds', () => {
    const firsts = Array.from({ length: 10_000 }, (_, seed) =>
      new RandomStream(`${String(seed)}/x`).uniform(),
    );
    expect(chiSquare(histogram(firsts, 64))).toBeLessThan(130);
  });

  it('draws the distributions that the stages are made of', () => {
    const stream = new RandomStream('1/TAN_THANH/shapes');
    const many = (draw: () => number) => Array.from({ length: DRAWS }, draw);
    const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length / 2];
    expect(median(many(() => stream.lognormal(72, 0.22)))).toBeCloseTo(72, -0.5);
    expect(mean(many(() => stream.gamma(4, 14)))).toBeCloseTo(14, 0);
    expect(mean(many(() => stream.triangular(8, 11, 15)))).toBeCloseTo(34 / 3, 1);
    expect(mean(many(() => stream.normal()))).toBeCloseTo(0, 1);
    expect(mean(many(() => stream.weighted([1, 0, 3])))).toBeCloseTo(1.5, 1);
    expect(mean(many(() => stream.below(7)))).toBeCloseTo(3, 1);
  });

  it('shuffles to each order equally often', () => {
    const stream = new RandomStream('1/CHI_MA/shuffle');
    const orders = new Map<string, number>();
    for (let i = 0; i < 24_000; i += 1) {
      const order = stream.shuffled(['a', 'b', 'c', 'd']).join('');
      orders.set(order, (orders.get(order) ?? 0) + 1);
    }
    expect(orders.size).toBe(24);
    expect(chiSquare([...orders.values()])).toBeLessThan(60);
  });

  it('refuses to pick from nothing', () => {
    expect(() => new RandomStream('x').pick([])).toThrow(RangeError);
  });
});
