/* Oracle of parking fees: counts day-nights by division and adds them up by tier, with no list of them. */

interface Stayed {
  readonly from: number;
  readonly until?: number;
}

interface Priced {
  /** Epoch milliseconds: what has not ended ends here. */
  readonly at: number;
  /** From when on the tiers count; before it the whole price is paid. */
  readonly reliefFrom: number;
  /** Whole VND. */
  readonly price: number;
  /** The most that a day-night costs. */
  readonly cap?: number | undefined;
}

const DAY = 86_400_000n;
const TIERS = [
  { first: 1n, last: 2n, percent: 80n },
  { first: 3n, last: 10n, percent: 50n },
  { first: 11n, last: 1_000_000n, percent: 30n },
];

/** What the one stay of a visit comes to, in whole VND. @throws Error when there are several. */
export function parkingDue(stays: readonly Stayed[], { at, reliefFrom, price, cap }: Priced): bigint {
  const [stay, ...others] = stays;
  if (stay === undefined || others.length > 0) throw new Error('this oracle knows visits of one stay');
  const begun = upwards(BigInt((stay.until ?? at) - stay.from));
  const before = least(begun, most(0n, upwards(BigInt(reliefFrom - stay.from))));
  const each = (percent: bigint): bigint => capped((BigInt(price) * percent * 2n + 100n) / 200n, cap);
  return TIERS.reduce(
    (due, { first, last, percent }) => {
      const count = least(last, begun) - most(first, before + 1n) + 1n;
      return due + most(0n, count) * each(percent);
    },
    before * each(100n),
  );
}

/** So many days, a day that has begun included. */
function upwards(milliseconds: bigint): bigint {
  return milliseconds <= 0n ? 0n : (milliseconds + DAY - 1n) / DAY;
}

function capped(amount: bigint, cap: number | undefined): bigint {
  return cap === undefined ? amount : least(amount, BigInt(cap));
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

function most(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
