/* Weighted round-robin over the classes of an order: where it is after the calls that were made. */
import { CallableClasses } from './callable-classes';
import { byVisitId } from './queued';
import type { CallableStretch, CallMade } from './queued';
import type { OrderRule } from './rule';

/** Where the round is. Plain data: it can be kept, and later calls be added to it. */
export interface Round {
  /** Index of the class whose turn it is. */
  readonly place: number;
  /** Calls that count in this round, by class; those of classes that the round has left are of no more use. */
  readonly called: readonly number[];
  /** Calls of classes that the round had left: they count in the next one. */
  readonly calledAhead: readonly number[];
}

/** The round when the rule takes force: at its first class, nothing called. */
export function firstRound({ classes }: OrderRule): Round {
  const none = classes.map(() => 0);
  return { place: 0, called: none, calledAhead: none };
}

/**
 * Moves the place to the class that is next: past each that has nobody callable or has been called up to its weight, after
 * the last to the first, where a new round begins. Stays where it is when nobody is callable at all. `callable`: how
 * many of a class, by index, may be called.
 */
export function lookedAt({ classes }: OrderRule, round: Round, callable: (index: number) => number): Round {
  if (!classes.some((_, index) => callable(index) > 0)) return round;
  let { place, called, calledAhead } = round;
  // Ends: in the round after the next nothing is called yet, and no weight is below one.
  for (;;) {
    const weight = classes[place]?.weight ?? 0;
    if (callable(place) > 0 && (called[place] ?? 0) < weight) return { place, called, calledAhead };
    place += 1;
    if (place < classes.length) continue;
    [place, called, calledAhead] = [0, calledAhead, classes.map(() => 0)];
  }
}

/** A call counts against its own class: in this round, or in the next if this round has left the class. */
export function counted(round: Round, index: number): Round {
  const { place, called, calledAhead } = round;
  if (index < place) return { place, called, calledAhead: oneMore(calledAhead, index) };
  return { place, called: oneMore(called, index), calledAhead };
}

function oneMore(counts: readonly number[], index: number): number[] {
  return counts.map((count, other) => (other === index ? count + 1 : count));
}

/**
 * The round after calls, each looked at as of its `at`; calls of one instant in the order of visit ids, and what is called
 * counts as callable until then. `since`: the round after all earlier calls, of which only the stretches that reach to
 * the first of these calls are needed; without it these are all calls since the rule took force.
 */
export function roundAfter(
  rule: OrderRule,
  stretches: readonly CallableStretch[],
  calls: readonly CallMade[],
  since: Round = firstRound(rule),
): Round {
  const line = new CallableClasses(rule, stretches);
  const sorted = calls.toSorted((a, b) => a.at - b.at || byVisitId(a, b));
  let round = since;
  for (let first = 0; first < sorted.length;) {
    const { at } = sorted[first] as CallMade;
    let next = first;
    while (sorted[next]?.at === at) next += 1;
    const together = sorted.slice(first, next).map((call) => line.indexOf(call.class));
    line.walkTo(at);
    for (const index of together) line.add(index, 1);
    for (const index of together) {
      round = counted(lookedAt(rule, round, line.countOf), index);
      line.add(index, -1);
    }
    first = next;
  }
  return round;
}
