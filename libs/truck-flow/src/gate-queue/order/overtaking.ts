/* Sweep line with a Fenwick tree: who could have been called before each truck that went. */
import { byPlace } from './queued';
import type { CallableStretch, Queued } from './queued';

/** A truck that went: by its call, else its handover, transfer or crossing. */
export interface Departed extends Omit<Queued, 'class'> {
  /** Epoch milliseconds. */
  readonly at: number;
}

/** Whom a truck overtook: how many, and of those the first in line, `atMost` as many as were asked for. */
export interface Overtaken {
  readonly passed: number;
  readonly passedVisitIds: readonly string[];
}

/**
 * Whom each of these trucks overtook: those that at that time could have been called, had not been, and stood before it
 * by when they queue since, then by visit id. In the order of `departed`.
 */
export function overtakenBy(
  departed: readonly Departed[],
  stretches: readonly Omit<CallableStretch, 'class'>[],
  atMost: number,
): Overtaken[] {
  const line = new CallableLine(stretches);
  const found = new Map<Departed, Overtaken>();
  for (const truck of departed.toSorted((a, b) => a.at - b.at)) {
    line.walkTo(truck.at);
    found.set(truck, line.before(truck, atMost));
  }
  return departed.map((truck) => found.get(truck) as Overtaken);
}

interface Ranked {
  readonly rank: number;
  readonly from: number;
  readonly until: number;
}

/** Those who may be called, walked forwards through event time; counted by place. */
export class CallableLine {
  private readonly places: readonly Omit<CallableStretch, 'class'>[];
  private readonly byBegin: readonly Ranked[];
  private readonly byEnd: readonly Ranked[];
  private readonly counts: Int32Array;
  private begun = 0;
  private ended = 0;

  constructor(stretches: readonly Omit<CallableStretch, 'class'>[]) {
    this.places = stretches.toSorted(byPlace);
    const ranked = this.places.map(({ from, until }, rank) => ({ rank, from, until }));
    this.byBegin = ranked.toSorted((a, b) => a.from - b.from);
    this.byEnd = ranked.toSorted((a, b) => a.until - b.until);
    this.counts = new Int32Array(ranked.length + 1);
  }

  walkTo(at: number): void {
    for (let next = this.byBegin[this.begun]; next && next.from <= at; next = this.byBegin[this.begun]) {
      this.add(next.rank, 1);
      this.begun += 1;
    }
    for (let next = this.byEnd[this.ended]; next && next.until <= at; next = this.byEnd[this.ended]) {
      this.add(next.rank, -1);
      this.ended += 1;
    }
  }

  get count(): number {
    return this.standing(this.places.length);
  }

  /** How many stand before a place. */
  countBefore(place: Omit<Queued, 'class'>): number {
    return this.standing(this.rankOf(place));
  }

  before(truck: Omit<Queued, 'class'>, atMost: number): Overtaken {
    const passed = this.countBefore(truck);
    const passedVisitIds: string[] = [];
    for (let number = 1; number <= Math.min(passed, atMost); number += 1)
      passedVisitIds.push(this.places[this.rankOfStanding(number)]?.visitId ?? '');
    return { passed, passedVisitIds };
  }

  /** How many of the places are before this one. */
  private rankOf(truck: Omit<Queued, 'class'>): number {
    let [low, high] = [0, this.places.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const place = this.places[middle];
      if (place !== undefined && byPlace(place, truck) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private add(rank: number, change: 1 | -1): void {
    for (let i = rank + 1; i < this.counts.length; i += i & -i)
      this.counts[i] = (this.counts[i] ?? 0) + change;
  }

  /** How many of the first `ranks` places have somebody who may be called. */
  private standing(ranks: number): number {
    let sum = 0;
    for (let i = ranks; i > 0; i -= i & -i) sum += this.counts[i] ?? 0;
    return sum;
  }

  /** The rank of the n-th, from 1, who may be called. */
  private rankOfStanding(number: number): number {
    let [rank, left] = [0, number];
    for (let step = 1 << Math.floor(Math.log2(this.counts.length)); step > 0; step >>= 1) {
      const count = this.counts[rank + step];
      if (count === undefined || count >= left) continue;
      rank += step;
      left -= count;
    }
    return rank;
  }
}
