/* Calls judged again from the log alone: which of them were of one of the next trucks in the order. */
import { CallableLine } from './overtaking';
import { byPlace, byVisitId } from './queued';
import type { CallableStretch, CallMade, Queued } from './queued';
import { counted, firstRound, lookedAt } from './round';
import type { Round } from './round';
import type { OrderRule } from './rule';

/** A call that was made, and the place that the truck had. */
export interface PlacedCall extends CallMade, Queued {}

export interface CallsJudged {
  readonly inOrder: ReadonlySet<PlacedCall>;
  /** The round after all of them. */
  readonly round: Round;
}

/**
 * Which of these calls were in order, each looked at as of its `at`; calls of one instant in the order of visit ids, and
 * what is called counts as callable until then. `since`: the round after all earlier calls, of which only the stretches
 * that reach to the first of these calls are needed; without it these are all calls since the rule took force.
 */
export function callsJudged(
  rule: OrderRule,
  stretches: readonly CallableStretch[],
  calls: readonly PlacedCall[],
  since: Round = firstRound(rule),
): CallsJudged {
  const lines = rule.classes.map(
    (one) => new CallableLine(stretches.filter((stretch) => stretch.class === one.class)),
  );
  const indexes = new Map(rule.classes.map((one, index) => [one.class, index]));
  const inOrder = new Set<PlacedCall>();
  let round = since;
  for (const { call, together } of inTurn(calls)) {
    for (const line of lines) line.walkTo(call.at);
    const callable = rule.classes.map(
      (one, index) =>
        (lines[index]?.count ?? 0) + together.filter((other) => other.class === one.class).length,
    );
    const index = indexes.get(call.class) ?? rule.classes.length - 1;
    const peers = together.filter((other) => other.class === call.class && byPlace(other, call) < 0);
    const before = (lines[index]?.countBefore(call) ?? 0) + peers.length;
    if (stepsTo(rule, round, { index, before, callable }) < rule.window) inOrder.add(call);
    round = counted(
      lookedAt(rule, round, (other) => callable[other] ?? 0),
      index,
    );
  }
  return { inOrder, round };
}

/** Calls in their order, each with those of its instant that are not made yet, itself among them. */
function* inTurn(
  calls: readonly PlacedCall[],
): Generator<{ readonly call: PlacedCall; readonly together: readonly PlacedCall[] }> {
  const sorted = calls.toSorted((a, b) => a.at - b.at || byVisitId(a, b));
  for (const [number, call] of sorted.entries()) {
    let end = number + 1;
    while (sorted[end]?.at === call.at) end += 1;
    yield { call, together: sorted.slice(number, end) };
  }
}

/** How many are called before the truck that has so many of its class before it; counted no further than the window. */
function stepsTo(
  rule: OrderRule,
  since: Round,
  asked: { readonly index: number; readonly before: number; readonly callable: readonly number[] },
): number {
  const left = [...asked.callable];
  let round = since;
  let ofClass = 0;
  for (let steps = 0; steps < rule.window; steps += 1) {
    round = lookedAt(rule, round, (index) => left[index] ?? 0);
    const { place } = round;
    if (place === asked.index) {
      if (ofClass === asked.before) return steps;
      ofClass += 1;
    }
    left[place] = (left[place] ?? 0) - 1;
    round = counted(round, place);
  }
  return rule.window;
}
