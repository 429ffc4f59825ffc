import { pick, seeded, seeds } from '#libs/event-sourcing/testing';
import { callsJudged } from './judged-calls';
import type { PlacedCall } from './judged-calls';
import { counted, lookedAt, roundAfter } from './round';
import type { OrderRule } from './rule';
import { sequenceOf } from './sequence';
import type { CallableStretch } from './queued';

const MINUTE = 60_000;

interface Day {
  readonly rule: OrderRule;
  readonly stretches: readonly CallableStretch[];
  readonly calls: readonly PlacedCall[];
}

/** A day at a gate where any truck that may be called is, of any class, some of them at the same minute. */
function dayOf(seed: number): Day {
  const random = seeded(seed);
  const upTo = (most: number) => Math.floor(random() * most);
  const names = ['FIRST', 'SECOND', 'REST'];
  const rule = { classes: names.map((name) => ({ class: name, weight: 1 + upTo(3) })), window: 1 + upTo(5) };
  const calls: PlacedCall[] = [];
  const stretches = Array.from({ length: 40 }, (_, number): CallableStretch => {
    const queuedSince = upTo(200) * MINUTE;
    const truck = { visitId: `v${number}`, class: pick(random, names), queuedSince };
    const from = queuedSince + upTo(30) * MINUTE;
    if (random() < 0.2) return { ...truck, from, until: Infinity };
    const at = from + (1 + upTo(40)) * MINUTE;
    calls.push({ ...truck, at });
    return { ...truck, from, until: at };
  });
  return { rule, stretches, calls };
}

/** The same by looking at each call by itself. */
function lookedAtOneByOne({ rule, stretches, calls }: Day): string[] {
  const sorted = calls.toSorted((a, b) => a.at - b.at || (a.visitId < b.visitId ? -1 : 1));
  return sorted.flatMap((call, number) => {
    const { at } = call;
    const standing = stretches.filter(({ from, until }) => from <= at && at < until);
    const before = sorted.filter((other) => other.at < at);
    let round = roundAfter(rule, stretches, before);
    for (let made = before.length; made < number; made += 1) {
      const callable = [...standing, ...sorted.slice(made).filter((other) => other.at === at)];
      const names = rule.classes.map((one) => one.class);
      const countOf = (index: number) => callable.filter((one) => one.class === names[index]).length;
      round = counted(lookedAt(rule, round, countOf), names.indexOf(sorted[made]?.class ?? ''));
    }
    const callable = [...standing, ...sorted.slice(number).filter((other) => other.at === at)];
    const next = [...sequenceOf(rule, round, callable)].slice(0, rule.window);
    return next.some(({ visitId }) => visitId === call.visitId) ? [call.visitId] : [];
  });
}

describe.each(seeds(1, 40))('calls judged from the log alone, seed %i', (seed) => {
  const day = dayOf(seed);

  it('are in order where each by itself is', () => {
    const { inOrder } = callsJudged(day.rule, day.stretches, day.calls);
    const found = [...inOrder].map(({ visitId }) => visitId);
    expect({ seed, found }).toEqual({ seed, found: lookedAtOneByOne(day) });
  });

  it('leave the round where it is after them, also from a round that was kept', () => {
    const { rule, stretches, calls } = day;
    const whole = roundAfter(rule, stretches, calls);
    expect(callsJudged(rule, stretches, calls).round).toEqual(whole);
    const noon = 100 * MINUTE;
    const kept = callsJudged(
      rule,
      stretches,
      calls.filter(({ at }) => at < noon),
    ).round;
    const rest = calls.filter(({ at }) => at >= noon);
    const reaching = stretches.filter(({ until }) => until >= noon);
    expect(callsJudged(rule, reaching, rest, kept).round).toEqual(whole);
  });
});
