import { MINUTE } from './calendar';
import type { RandomStream } from './random';
import type { Change, Truck } from './truck';

/** A called truck was cleared at least this long before. */
const CLEARED_BEFORE_CALL = 5 * MINUTE;

export interface LineDay {
  /** By arrival time. */
  readonly arrivals: readonly Truck[];
  /** Sorted times. */
  readonly calls: readonly number[];
  readonly leaves: readonly number[];
}

export interface LineChanges {
  readonly called: readonly Change[];
  readonly left: readonly Change[];
}

/** The uncalled trucks of one class at one gate: called in the order of arrival, left at random. */
export class WaitingLine {
  private trucks: Truck[] = [];

  constructor(private readonly random: RandomStream) {}

  get length(): number {
    return this.trucks.length;
  }

  /** Takes a day's arrivals in and lets its calls and leaves happen in the order of time. */
  pass({ arrivals, calls, leaves }: LineDay): LineChanges {
    const called: Change[] = [];
    const left: Change[] = [];
    const pending = [...arrivals];
    const changes = [
      ...calls.map((at) => ({ at, apply: (): unknown => called.push(this.call(at)) })),
      ...leaves.map((at) => ({ at, apply: (): unknown => left.push(this.leave(at)) })),
    ].sort((one, other) => one.at - other.at);
    for (const { at, apply } of changes) {
      const inTime = pending.findIndex(({ arrivedAt }) => arrivedAt >= at);
      this.trucks.push(...pending.splice(0, inTime < 0 ? pending.length : inTime));
      apply();
    }
    this.trucks.push(...pending);
    return { called, left };
  }

  private call(at: number): Change {
    const first = this.trucks.shift();
    if (first === undefined) throw new RangeError(`nobody waits for the call at ${String(at)}`);
    const clearedBy = at - CLEARED_BEFORE_CALL;
    if (first.arrivedAt >= clearedBy) throw new RangeError(`truck ${String(first.number)} came too late`);
    first.clearsAt = Math.min(first.clearsAt, clearedBy);
    return { truck: first, at };
  }

  private leave(at: number): Change {
    const [leaver] = this.trucks.splice(this.random.below(this.trucks.length), 1);
    if (leaver === undefined) throw new RangeError(`nobody is left to leave at ${String(at)}`);
    leaver.leftAt = at;
    return { truck: leaver, at };
  }
}
