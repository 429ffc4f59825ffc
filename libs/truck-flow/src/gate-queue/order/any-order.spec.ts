import { pick, seeded, seeds } from '#libs/event-sourcing/testing';
import { callsJudged } from './judged-calls';
import { overtakenBy } from './overtaking';
import { byPlace } from './queued';
import type { CallableStretch, CallMade } from './queued';
import { firstRound, roundAfter } from './round';
import type { Round } from './round';
import type { OrderRule } from './rule';
import { sequenceOf } from './sequence';

const MINUTE = 60_000;

interface Day {
  readonly rule: OrderRule;
  readonly stretches: readonly CallableStretch[];
  /** The same had nobody been called. */
  readonly uncalled: readonly CallableStretch[];
  /** As they were judged, each in order. */
  readonly calls: readonly (CallMade & { readonly passed: number; readonly queuedSince: number })[];
}

/** A day at a gate where every call is one of the next, some trucks are held for a while and some leave. */
function dayOf(seed: number): Day {
  const random = seeded(seed);
  const upTo = (most: number) => Math.floor(random() * most);
  const names = ['FIRST', 'SECOND', 'THIRD', 'REST'].slice(upTo(4));
  const rule: OrderRule = {
    classes: names.map((name) => ({ class: name, weight: 1 + upTo(4) })),
    window: 1 + upTo(4),
  };
  const stretches = Array.from({ length: 60 }, (_, number) => {
    const queuedSince = upTo(300) * MINUTE;
    const truck = { visitId: `v${seed}-${number}`, class: pick(random, names), queuedSince };
    const held = queuedSince + upTo(60) * MINUTE;
    const free = held + upTo(60) * MINUTE;
    return [
      { ...truck, from: queuedSince, until: held },
      { ...truck, from: free, until: random() < 0.1 ? free + 30 * MINUTE : Infinity },
    ].filter(({ from, until }) => from < until);
  }).flat();
  const calls: { -readonly [K in keyof Day['calls'][number]]: Day['calls'][number][K] }[] = [];
  let line: readonly CallableStretch[] = stretches;
  for (let at = 0; at < 420 * MINUTE; at += (1 + upTo(7)) * MINUTE) {
    const callable = line.filter(({ from, until }) => from <= at && at < until);
    const round = roundAfter(rule, line, calls);
    const next = [...sequenceOf(rule, round, callable)].slice(0, rule.window);
    if (next.length === 0) {
      at += MINUTE;
      continue;
    }
    const passed = upTo(next.length);
    const { visitId, class: name, queuedSince } = next[passed] as CallableStretch;
    calls.push({ visitId, class: name, queuedSince, at, passed });
    line = line.flatMap((stretch) => {
      if (stretch.visitId !== visitId) return [stretch];
      return stretch.from <= at ? [{ ...stretch, until: Math.min(stretch.until, at) }] : [];
    });
  }
  return { rule, stretches: line, uncalled: stretches, calls };
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

describe.each(seeds(1, 40))('the order of calls of a day, seed %i', (seed) => {
  const day = dayOf(seed);
  const { rule, stretches, uncalled, calls } = day;

  it('is in order again when it is computed from the log alone, call by call', () => {
    expect(callsJudged(rule, stretches, calls).inOrder.size).toBe(calls.length);
    for (const [index, call] of calls.entries()) {
      const round = roundAfter(rule, stretches, calls.slice(0, index));
      const callable = stretches.filter(
        ({ visitId, from, until }) =>
          from <= call.at && (call.at < until || (call.at === until && visitId === call.visitId)),
      );
      expect([...sequenceOf(rule, round, callable)][call.passed]).toMatchObject({ visitId: call.visitId });
    }
    expect(calls.length).toBeGreaterThan(20);
  });

  it('is the same in whatever order stretches and calls are delivered', () => {
    const random = seeded(seed);
    const again = roundAfter(rule, shuffled(stretches, random), shuffled(calls, random));
    expect(again).toEqual(roundAfter(rule, stretches, calls));
    const standing = stretches.filter(({ until }) => until === Infinity);
    const ids = (line: readonly CallableStretch[]) =>
      [...sequenceOf(rule, again, line)].map(({ visitId }) => visitId);
    expect(ids(shuffled(standing, random))).toEqual(ids(standing));
  });

  it('goes on from a round that was kept', () => {
    const split = calls.findIndex(({ at }) => at > 200 * MINUTE);
    const first = calls.slice(0, split);
    const kept = JSON.parse(JSON.stringify(roundAfter(rule, stretches, first))) as Round;
    const since = calls[split]?.at ?? 0;
    const reaching = stretches.filter(({ until }) => until >= since);
    expect(roundAfter(rule, reaching, calls.slice(split), kept)).toEqual(roundAfter(rule, stretches, calls));
  });

  it('lets no class wait longer than one round of all others while it has somebody', () => {
    const standing = stretches.map((stretch, index) => ({ ...stretch, visitId: `${index}` }));
    const sequence = [...sequenceOf(rule, firstRound(rule), standing)];
    expect(new Set(sequence).size).toBe(standing.length);
    for (const { class: name, weight } of rule.classes) {
      const others = rule.classes.reduce((sum, one) => sum + one.weight, 0) - weight;
      const places = sequence.flatMap((truck, index) => (truck.class === name ? [index] : []));
      for (const [number, place] of places.entries())
        expect(place - (places[number - 1] ?? -1)).toBeLessThanOrEqual(others + 1);
    }
  });

  it('counts whom trucks overtook that went at any time as asking everybody does', () => {
    const random = seeded(seed);
    const departed = Array.from({ length: 60 }, () => {
      const { visitId, queuedSince } = pick(random, uncalled);
      return { visitId, queuedSince, at: queuedSince + Math.floor(random() * 60) * MINUTE };
    });
    const asked = departed.map((call) => {
      const before = uncalled
        .filter(({ from, until }) => from <= call.at && call.at < until)
        .filter((stretch) => byPlace(stretch, call) < 0)
        .sort(byPlace);
      return { passed: before.length, passedVisitIds: before.slice(0, 3).map(({ visitId }) => visitId) };
    });
    expect(overtakenBy(departed, uncalled, 3)).toEqual(asked);
    expect(asked.some(({ passed }) => passed > 2)).toBe(true);
  });
});
