import type { OrderRule } from './rule';
import type { CallableStretch } from './queued';

/** How many trucks of each class may be called, walked forwards through event time. */
export class CallableClasses {
  private readonly byBegin: readonly CallableStretch[];
  private readonly byEnd: readonly CallableStretch[];
  private readonly indexes: ReadonlyMap<string, number>;
  private readonly counts: number[];
  private begun = 0;
  private ended = 0;

  constructor({ classes }: OrderRule, stretches: readonly CallableStretch[]) {
    this.byBegin = stretches.toSorted((a, b) => a.from - b.from);
    this.byEnd = stretches.toSorted((a, b) => a.until - b.until);
    this.indexes = new Map(classes.map((one, index) => [one.class, index]));
    this.counts = classes.map(() => 0);
  }

  /** Index of a class in the rule. @throws Error for one that the rule does not have. */
  indexOf(name: string): number {
    const index = this.indexes.get(name);
    if (index === undefined) throw new Error(`${name} is no class of this order`);
    return index;
  }

  /** To an instant in epoch milliseconds, never before the last. */
  walkTo(at: number): void {
    for (let next = this.byBegin[this.begun]; next && next.from <= at; next = this.byBegin[this.begun]) {
      this.add(this.indexOf(next.class), 1);
      this.begun += 1;
    }
    for (let next = this.byEnd[this.ended]; next && next.until <= at; next = this.byEnd[this.ended]) {
      this.add(this.indexOf(next.class), -1);
      this.ended += 1;
    }
  }

  add(index: number, change: 1 | -1): void {
    this.counts[index] = this.countOf(index) + change;
  }

  readonly countOf = (index: number): number => this.counts[index] ?? 0;
}
