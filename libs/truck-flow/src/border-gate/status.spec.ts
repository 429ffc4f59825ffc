import type { EffectiveEvent } from '#libs/event-sourcing';
import { act, day, on, RATE, REGISTERED, resumed, suspended } from './december.fixture';
import { clearanceRateAt, foldGate, hoursAt, modeAt } from './state';
import { laneStatusAt, statusAt, upcomingActs } from './status';

/** Acts, the day asked about, the status and the day it began; undefined: with the registration. */
type StatusCase = [
  rule: string,
  acts: EffectiveEvent[],
  at: number,
  status: string,
  since: number | undefined,
];

describe('status of a gate', () => {
  it.each<StatusCase>([
    ['is open from its registration', [], 5, 'OPEN', undefined],
    ['is suspended when every lane is stopped', [suspended(8)], 9, 'SUSPENDED', 8],
    ['is suspended from the first instant on', [suspended(8)], 8, 'SUSPENDED', 8],
    ['is open until then', [suspended(8)], 7, 'OPEN', undefined],
    ['is open from the exclusive end on', [suspended(8, { until: day(10) })], 10, 'OPEN', 10],
    ['is suspended up to it', [suspended(8, { until: day(10) })], 9, 'SUSPENDED', 8],
    [
      'is suspended from effectiveFrom on, not from the order',
      [suspended(8, { effectiveFrom: day(11) })],
      12,
      'SUSPENDED',
      11,
    ],
    [
      'is still open while the order lies ahead',
      [suspended(8, { effectiveFrom: day(11) })],
      10,
      'OPEN',
      undefined,
    ],
    ['is reduced when one lane is stopped', [suspended(8, { lane: 'FRUIT' })], 9, 'REDUCED', 8],
    [
      'is suspended when its lanes are stopped one by one',
      [suspended(8, { lane: 'FRUIT' }), suspended(9, { lane: 'MAIN' })],
      10,
      'SUSPENDED',
      9,
    ],
    [
      'is reduced when a commodity is stopped',
      [suspended(8, { commodityScope: ['JACKFRUIT'] })],
      9,
      'REDUCED',
      8,
    ],
    ['is open after a resumption', [suspended(8), resumed(10)], 11, 'OPEN', 10],
    ['is reduced after a resumption with a rate', [suspended(8), resumed(10, RATE)], 11, 'REDUCED', 10],
    [
      'is reduced since the rate, whatever lane it names',
      [suspended(8), resumed(10, { ...RATE, lane: 'FRUIT' }), resumed(11, { lane: 'MAIN' })],
      12,
      'REDUCED',
      10,
    ],
    [
      'is reduced when one of its lanes is resumed',
      [suspended(8), resumed(10, { lane: 'MAIN' })],
      11,
      'REDUCED',
      10,
    ],
    [
      'is open when its lanes are resumed one by one',
      [suspended(8), resumed(10, { lane: 'MAIN' }), resumed(11, { lane: 'FRUIT' })],
      12,
      'OPEN',
      11,
    ],
    [
      'is suspended since the first of two orders',
      [suspended(8), suspended(9, { orderedBy: 'HOME' })],
      10,
      'SUSPENDED',
      8,
    ],
    [
      'is suspended without a break when one order follows another',
      [suspended(8, { until: day(10) }), suspended(10)],
      11,
      'SUSPENDED',
      8,
    ],
    [
      'is suspended again by an order after the resumption',
      [suspended(8), resumed(10), suspended(12)],
      13,
      'SUSPENDED',
      12,
    ],
    [
      'is suspended again when the resumption ends',
      [suspended(8), resumed(10, { until: day(12) })],
      13,
      'SUSPENDED',
      12,
    ],
    [
      'is open once a resumption without a rate follows one with',
      [suspended(8), resumed(10, RATE), resumed(11)],
      12,
      'OPEN',
      11,
    ],
    [
      'is open when a resumption and a suspension begin together',
      [suspended(8), resumed(8)],
      9,
      'OPEN',
      undefined,
    ],
    [
      'is not resumed ahead of its suspension',
      [suspended(8, { effectiveFrom: day(12) }), resumed(10)],
      13,
      'SUSPENDED',
      12,
    ],
  ])('%s', (...[, acts, at, status, since]: StatusCase) => {
    const gate = foldGate([REGISTERED, ...acts]);
    const expected = since === undefined ? REGISTERED.time : on(since);
    expect(statusAt(gate, on(at))).toMatchObject({ status, since: expected });
  });

  it.each<[string, EffectiveEvent[], at: number, status: string, since: number | undefined, by: number]>([
    ['a resumption of an open gate', [resumed(10)], 11, 'OPEN', undefined, -1],
    ['a suspension', [suspended(8), suspended(10)], 11, 'SUSPENDED', 8, 0],
    [
      'a suspension of one lane',
      [suspended(8, { lane: 'FRUIT' }), suspended(10, { lane: 'FRUIT' })],
      11,
      'REDUCED',
      8,
      0,
    ],
    ['a resumption', [suspended(8), resumed(10), resumed(12)], 13, 'OPEN', 10, 1],
    ['a resumption with a rate', [suspended(8), resumed(10, RATE), resumed(12, RATE)], 13, 'REDUCED', 10, 1],
    [
      'a resumption with a rate, after another suspension',
      [suspended(8), resumed(10, RATE), suspended(11), resumed(12, RATE)],
      13,
      'REDUCED',
      12,
      3,
    ],
  ])('is as it was when %s repeats what is in force', (...[, acts, at, status, since, by]) => {
    const shown = statusAt(foldGate([REGISTERED, ...acts]), on(at));
    expect(shown).toEqual({ status, since: since === undefined ? REGISTERED.time : on(since), by: acts[by] });
  });

  it('names the act that makes it so', () => {
    const acts = [suspended(8, { until: day(10) }), suspended(12), resumed(14, RATE)];
    const gate = foldGate([REGISTERED, ...acts]);
    const by = [5, 9, 10, 13, 15].map((at) => statusAt(gate, on(at)).by);
    expect(by).toEqual([undefined, acts[0], acts[0], acts[1], acts[2]]);
  });

  it('is the same whether a suspension is recorded in time or later for an earlier time', () => {
    const early = foldGate([REGISTERED, suspended(8), resumed(10)]);
    const late = foldGate([REGISTERED, resumed(10), suspended(8)]);
    expect([7, 9, 11].map((at) => statusAt(late, on(at)))).toEqual(
      [7, 9, 11].map((at) => statusAt(early, on(at))),
    );
  });
});

describe('status of a lane', () => {
  it.each<[string, EffectiveEvent, string, string]>([
    ['that is stopped', suspended(8, { lane: 'FRUIT' }), 'SUSPENDED', 'OPEN'],
    ['of a stopped gate', suspended(8), 'SUSPENDED', 'SUSPENDED'],
    ['for some goods', suspended(8, { lane: 'FRUIT', commodityScope: ['JACKFRUIT'] }), 'REDUCED', 'OPEN'],
    ['with a rate', resumed(8, { ...RATE, lane: 'FRUIT' }), 'REDUCED', 'OPEN'],
    ['that is resumed', resumed(8), 'OPEN', 'OPEN'],
  ])('%s', (_rule, one, fruit, main) => {
    const gate = foldGate([REGISTERED, one]);
    expect([laneStatusAt(gate, on(9), 'FRUIT'), laneStatusAt(gate, on(9), 'MAIN')]).toEqual([fruit, main]);
  });
});

describe('what else is in force at a gate', () => {
  const shownAhead = (...acts: EffectiveEvent[]) =>
    upcomingActs(foldGate([REGISTERED, ...acts]), on(11)).map((shown) => shown.act);

  const gate = foldGate([
    REGISTERED,
    act('borderGate.HandoverModeChanged.v1', day(3), { mode: 'CONTAINER_CUT', until: day(6) }),
    act('borderGate.GateHoursChanged.v1', day(4), { hours: [] }),
    act('borderGate.ClearanceRateObserved.v1', day(5), { trucksPerDay: { min: 70, max: 90 } }),
    resumed(7, { handoverMode: 'FOREIGN_VEHICLE_PICKUP', effectiveFrom: day(9) }),
  ]);

  it('the mode of the latest act that names one, while it is in force', () => {
    const modes = [2, 3, 6, 8, 9].map((at) => modeAt(gate, on(at)));
    expect(modes).toEqual([
      'FOREIGN_YARD',
      'CONTAINER_CUT',
      'FOREIGN_YARD',
      'FOREIGN_YARD',
      'FOREIGN_VEHICLE_PICKUP',
    ]);
  });

  it('the hours and the observed rate', () => {
    expect([hoursAt(gate, on(3)).length, hoursAt(gate, on(4)).length]).toEqual([1, 0]);
    expect([clearanceRateAt(gate, on(4)), clearanceRateAt(gate, on(6))]).toEqual([
      undefined,
      { trucksPerDay: { min: 70, max: 90 }, since: on(5) },
    ]);
  });

  it('the acts that are ordered and lie ahead', () => {
    expect([6, 8, 9].map((at) => upcomingActs(gate, on(at)).length)).toEqual([0, 1, 0]);
  });

  it('an act that is ordered again for the same beginning is shown once, as it was ordered first', () => {
    const from = { effectiveFrom: day(12) };
    const acts = [suspended(8, from), suspended(9, from), suspended(10, from)];
    expect(shownAhead(...acts)).toEqual([acts[0]]);
  });

  it.each<[string, EffectiveEvent[]]>([
    ['another beginning', [resumed(8, { effectiveFrom: day(12) }), resumed(9, { effectiveFrom: day(13) })]],
    [
      'another order',
      [resumed(8, { effectiveFrom: day(12) }), resumed(9, { effectiveFrom: day(12), ...RATE })],
    ],
    [
      'an order that was overruled in between',
      [
        suspended(8, { effectiveFrom: day(12) }),
        resumed(9, { effectiveFrom: day(12) }),
        suspended(10, { effectiveFrom: day(12) }),
      ],
    ],
  ])('%s is an act of its own', (_which, acts) => {
    expect(shownAhead(...acts)).toEqual(acts);
  });
});
