/* Sweep line with a Fenwick tree: how many trucks that could go were ahead in line, at many instants in one pass. */
import type { DatabaseSync } from 'node:sqlite';
import type { Gate } from '#libs/truck-flow';
import { clears } from '#libs/truck-flow';
import { statement } from '#libs/projections';

interface CallableRow {
  readonly callable_from: number;
  readonly callable_until: number;
  readonly arrived_at: number;
  readonly visit_id: string;
  readonly goods: string;
}

interface Waiting extends CallableRow {
  /** Place among all that are looked at, by arrival, then visit id. */
  readonly rank: number;
}

export interface GoingTruck {
  /** When it went; of those asked about never before the one before it. */
  readonly time: number;
  readonly arrivedAt: number;
  readonly visitId: string;
}

/**
 * The line of a gate over a stretch of event time, walked forwards: at each instant the trucks that could go, counted by
 * place in a Fenwick tree a kind of goods.
 */
export class Line {
  private readonly rows: readonly Waiting[];
  private readonly byBegin: readonly Waiting[];
  private readonly byEnd: readonly Waiting[];
  private readonly trees = new Map<
    string,
    { readonly goods: readonly string[]; readonly counts: Int32Array }
  >();
  private begun = 0;
  private ended = 0;

  constructor(
    db: DatabaseSync,
    private readonly asked: {
      readonly code: string;
      readonly gate: Gate;
      readonly from: number;
      readonly to: number;
    },
  ) {
    const { code, from, to } = asked;
    const found = statement(
      db,
      `SELECT callable_from, callable_until, arrived_at, visit_id, goods FROM gate_turns_callable
       WHERE gate = :code AND callable_until > :from AND callable_from < :to`,
    ).all({ code, from, to }) as unknown as CallableRow[];
    this.rows = found.sort(byPlace).map((row, rank) => ({ ...row, rank }));
    this.byBegin = this.rows.toSorted((a, b) => a.callable_from - b.callable_from);
    this.byEnd = this.rows.toSorted((a, b) => a.callable_until - b.callable_until);
  }

  /** How many stood before this truck when it went, and could have gone. */
  passedBy({ time, arrivedAt, visitId }: GoingTruck): number {
    this.walkTo(time);
    const before = this.countBefore({ arrived_at: arrivedAt, visit_id: visitId });
    let passed = 0;
    for (const { goods, counts } of this.trees.values()) {
      const standing = sumOf(counts, before);
      if (standing > 0 && clears(this.asked.gate, time, goods)) passed += standing;
    }
    return passed;
  }

  private walkTo(time: number): void {
    for (
      let row = this.byBegin[this.begun];
      row && row.callable_from <= time;
      row = this.byBegin[this.begun]
    ) {
      this.add(row, 1);
      this.begun += 1;
    }
    for (let row = this.byEnd[this.ended]; row && row.callable_until <= time; row = this.byEnd[this.ended]) {
      this.add(row, -1);
      this.ended += 1;
    }
  }

  private add({ rank, goods }: Waiting, change: 1 | -1): void {
    let tree = this.trees.get(goods);
    if (tree === undefined) {
      tree = { goods: JSON.parse(goods) as string[], counts: new Int32Array(this.rows.length + 1) };
      this.trees.set(goods, tree);
    }
    const { counts } = tree;
    for (let i = rank + 1; i < counts.length; i += i & -i) counts[i] = (counts[i] ?? 0) + change;
  }

  /** How many of the rows are before a place. */
  private countBefore(place: Pick<CallableRow, 'arrived_at' | 'visit_id'>): number {
    let [low, high] = [0, this.rows.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const row = this.rows[middle];
      if (row !== undefined && byPlace(row, place) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

type Place = Pick<CallableRow, 'arrived_at' | 'visit_id'>;

function byPlace(a: Place, b: Place): number {
  return a.arrived_at - b.arrived_at || (a.visit_id < b.visit_id ? -1 : a.visit_id > b.visit_id ? 1 : 0);
}

function sumOf(counts: Int32Array, first: number): number {
  let sum = 0;
  for (let i = first; i > 0; i -= i & -i) sum += counts[i] ?? 0;
  return sum;
}
