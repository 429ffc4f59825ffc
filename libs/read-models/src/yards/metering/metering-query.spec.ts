import { boardsOver, underPolicy } from '../../../testing/board-trial';
import { arrival, GATE, gateRegistered, step, YARD, yardAct } from '../../../testing/given-events';
import type { GivenEvent } from '../../../testing/given-events';
import { policy } from '../../../testing/given-policies';
import { yardMetering } from './metering-query';

const SECOND = 'SECOND_YARD';
const at = (time: string): string => `2021-12-15T${time}:00+07:00`;

function registered(yard: string, more: object = {}): GivenEvent {
  const capacity = { min: 5, max: 5 };
  const data = { yard, gate: GATE, name: yard, capacity, tenure: 'PERMANENT', ...more };
  return yardAct('yard.YardRegistered.v1', '2000-01-01T00:00:00+07:00', data, yard);
}

const target = policy('2021-12-01T00:00:00+07:00', {
  kind: 'GATE_YARD_TARGET',
  gate: GATE,
  values: { yard: YARD, target: 3 },
});
const BASE = [gateRegistered(), registered(YARD), registered(SECOND)];
const inYard = { place: YARD, yardOfPlace: YARD };

async function metered(events: readonly GivenEvent[], time: string) {
  const { db, source } = await boardsOver(...events);
  return yardMetering(db, { gate: GATE, at: Date.parse(at(time)) }, underPolicy(source, target));
}

describe('the metering of gate yards', () => {
  it('counts who is there, who was called and is in no gate yard, and who waits outside', async () => {
    const events = [
      ...BASE,
      arrival('v1', at('06:00'), inYard),
      arrival('v2', at('06:10')),
      step('v2', 'call-forward', at('07:00')),
      arrival('v3', at('06:20'), { place: SECOND, yardOfPlace: SECOND }),
      arrival('v4', at('06:30')),
      step('v4', 'call-forward', at('07:10')),
      step('v4', 'yard-entry', at('07:40'), { yard: YARD }),
      arrival('v5', at('06:40')),
      step('v5', 'call-forward', at('07:10')),
      step('v5', 'hold', at('07:20'), { cause: 'PAPERS' }),
    ];
    expect(await metered(events, '07:30')).toEqual([
      { gate: GATE, yard: YARD, present: 1, underway: 2, target: 3, free: 0, waitingOutside: 2 },
    ]);
    expect(await metered(events, '07:40')).toMatchObject([{ present: 2, underway: 1, free: 0 }]);
    expect(await metered(events, '06:15')).toMatchObject([{ present: 1, underway: 0, waitingOutside: 1 }]);
  });

  it('has a row for what is classified as gate yard, with a target or without', async () => {
    const classified = registered(SECOND, { kind: 'GATE_YARD' });
    const rows = await metered([gateRegistered(), registered(YARD), classified], '07:00');
    expect(rows.map(({ yard, free }) => [yard, free])).toEqual([
      [YARD, 3],
      [SECOND, null],
    ]);
  });

  it('has none of a gate that has neither', async () => {
    const { db, source } = await boardsOver(...BASE);
    expect(yardMetering(db, { gate: GATE, at: Date.parse(at('07:00')) }, source)).toEqual([]);
  });

  it('counts by event times: an exit or a handover told late leaves its place', async () => {
    const events = [
      ...BASE,
      arrival('v1', at('06:00'), inYard),
      arrival('v2', at('06:10')),
      step('v2', 'call-forward', at('07:00')),
    ];
    expect(await metered(events, '08:00')).toMatchObject([{ free: 1 }]);
    const late = [
      step('v1', 'yard-exit', at('07:30'), { yard: YARD }),
      step('v2', 'handover', at('07:40'), { dedicatedDriver: 'D01' }),
    ];
    expect(await metered([...events, ...late, ...late], '08:00')).toMatchObject([{ present: 0, free: 3 }]);
  });
});
