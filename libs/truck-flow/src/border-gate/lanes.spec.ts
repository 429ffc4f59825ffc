import type { EffectiveEvent } from '#libs/event-sourcing';
import { act, day, on, REGISTERED, resumed, suspended } from './december.fixture';
import type { GateActs } from './events';
import { lanesAt, lanesOf, openLanes } from './lanes';
import { foldGate } from './state';
import { laneStatusAt, statusAt } from './status';
import { clears } from './suspension';

function opened(
  number: number,
  lane: string,
  more: Partial<GateActs['borderGate.LaneOpened.v1']> = {},
): EffectiveEvent {
  return act('borderGate.LaneOpened.v1', day(number), { lane, kind: 'ORDINARY', ...more });
}

function closed(
  number: number,
  lane: string,
  more: Partial<GateActs['borderGate.LaneClosed.v1']> = {},
): EffectiveEvent {
  return act('borderGate.LaneClosed.v1', day(number), { lane, ...more });
}

const gateOf = (...acts: EffectiveEvent[]) => foldGate([REGISTERED, ...acts]);

describe('a lane is open', () => {
  it.each<[string, EffectiveEvent[], number, string[]]>([
    ['from the registration that names it', [], 1, ['MAIN', 'FRUIT']],
    ['from its opening on', [opened(8, 'ROAD')], 8, ['MAIN', 'FRUIT', 'ROAD']],
    ['not before its opening', [opened(8, 'ROAD')], 7, ['MAIN', 'FRUIT']],
    ['not from its closure on', [opened(8, 'ROAD'), closed(9, 'ROAD')], 9, ['MAIN', 'FRUIT']],
    ['again from its next opening on', [closed(8, 'MAIN'), opened(9, 'MAIN')], 9, ['MAIN', 'FRUIT']],
    ['while a closure lies ahead', [closed(8, 'MAIN', { effectiveFrom: day(10) })], 9, ['MAIN', 'FRUIT']],
    ['again when a closure has ended', [closed(8, 'MAIN', { until: day(9) })], 9, ['MAIN', 'FRUIT']],
    ['not until the closure has ended', [closed(8, 'MAIN', { until: day(10) })], 9, ['FRUIT']],
    ['only as long as its opening lasts', [opened(8, 'ROAD', { until: day(9) })], 9, ['MAIN', 'FRUIT']],
    [
      'no longer when an opening within a closure has ended',
      [closed(7, 'MAIN'), opened(8, 'MAIN', { until: day(9) })],
      9,
      ['FRUIT'],
    ],
  ])('%s', (_rule, acts, number, lanes) => {
    expect(openLanes(gateOf(...acts), on(number))).toEqual(lanes);
  });

  it('or not, and is what its last opening says; one that never opened by then is not shown', () => {
    const road = {
      kind: 'DEDICATED_FREIGHT_ROAD',
      boundaryMarkers: '1088/2–1089',
      targetPerDay: 120,
    } as const;
    const gate = gateOf(opened(8, 'ROAD', road), closed(10, 'ROAD'), opened(12, 'SIDE'));
    expect(lanesOf(gate)).toEqual(['MAIN', 'FRUIT', 'ROAD', 'SIDE']);
    expect(lanesAt(gate, on(11))).toEqual([
      { lane: 'MAIN', kind: 'ORDINARY', open: true },
      { lane: 'FRUIT', kind: 'ORDINARY', open: true },
      { lane: 'ROAD', ...road, open: false },
    ]);
  });
});

describe('a gate with lanes that are closed', () => {
  it('takes a truck on a lane that is open and not suspended for its goods', () => {
    const gate = gateOf(closed(8, 'MAIN'), suspended(9, { lane: 'FRUIT', commodityScope: ['JACKFRUIT'] }));
    expect(clears(gate, on(8), ['JACKFRUIT'])).toBe(true);
    expect(clears(gate, on(8), [], 'MAIN')).toBe(false);
    expect(clears(gate, on(9), ['JACKFRUIT'])).toBe(false);
    expect(clears(gate, on(9), ['DRY'])).toBe(true);
  });

  it('is suspended while none is open, since the last was closed and by that act', () => {
    const gate = gateOf(closed(8, 'MAIN'), closed(9, 'FRUIT', { until: day(10) }));
    expect(statusAt(gate, on(8))).toMatchObject({ status: 'OPEN' });
    expect(statusAt(gate, on(9))).toMatchObject({
      status: 'SUSPENDED',
      since: on(9),
      by: { data: { lane: 'FRUIT' } },
    });
    expect(statusAt(gate, on(10))).toMatchObject({ status: 'OPEN', since: on(10) });
    expect(laneStatusAt(gate, on(10), 'MAIN')).toBe('SUSPENDED');
  });

  it('has the status of the lanes that are open', () => {
    const stopped = [suspended(8, { lane: 'FRUIT' }), closed(9, 'FRUIT')];
    expect(statusAt(gateOf(...stopped), on(9)).status).toBe('OPEN');
    expect(statusAt(gateOf(suspended(8, { lane: 'FRUIT' }), closed(9, 'MAIN')), on(9)).status).toBe(
      'SUSPENDED',
    );
    const slow = resumed(8, { lane: 'FRUIT', expectedRate: { min: 5, max: 10 } });
    expect(statusAt(gateOf(slow, closed(9, 'FRUIT')), on(9)).status).toBe('OPEN');
  });

  it('suspends a new lane with all others', () => {
    const gate = gateOf(suspended(8), opened(9, 'ROAD'));
    expect(clears(gate, on(9), [], 'ROAD')).toBe(false);
    expect(statusAt(gate, on(9)).status).toBe('SUSPENDED');
  });
});
