import { seeded } from '#libs/event-sourcing/testing';
import { boardsOver } from '../../testing/board-trial';
import { arrival, GATE, gateRegistered, step } from '../../testing/given-events';
import type { GivenEvent } from '../../testing/given-events';
import { dwellTimeRows } from './dwell-times-query';
import { percentileOf } from './log-histogram';

const at = (day: number, time: string): string => `2021-12-${day.toString()}T${time}:00+07:00`;
const instant = (day: number, time: string): number => Date.parse(at(day, time));
const crossing = { vehicle: { plate: '12C04567' } };
const NONE = { count: 0, mean: null, p50: null, p90: null, p99: null };

function trial() {
  return boardsOver(
    gateRegistered(),
    arrival('v1', at(14, '06:00')),
    step('v1', 'customs-clearance', at(14, '08:00'), { declarationNumber: 'D-1' }),
    step('v1', 'call-forward', at(15, '08:00')),
    step('v1', 'handover', at(15, '08:30'), { dedicatedDriver: 'D01' }),
    step('v1', 'crossing', at(15, '09:30'), crossing),
    arrival('v2', at(15, '06:00'), { consignments: [{ consignmentId: 'c', cargoClass: 'DRY' }] }),
    step('v2', 'customs-clearance', at(15, '07:00'), { declarationNumber: 'D-2' }),
    step('v2', 'turn-back', at(15, '10:00'), { reason: 'spoiled' }),
    arrival('v3', at(15, '11:00')),
  );
}

const near = (minutes: number): unknown => expect.closeTo(minutes, minutes > 600 ? -1.2 : 0);

describe('the dwell times of a gate', () => {
  it('count finished and given up stages by the day they ended, and ages at the end of the range', async () => {
    const { db, source } = await trial();
    const query = { gates: [GATE], from: '2021-12-15', to: '2021-12-16', at: instant(20, '00:00') };
    const rows = dwellTimeRows(db, query, source);
    expect(rows.map(({ stage }) => stage)).toEqual(['CUSTOMS', 'WAITING_CALL', 'GATE', 'CROSSING', 'TOTAL']);
    const [customs, waiting, gate, crossed, total] = rows;
    expect(customs?.finished).toMatchObject({ count: 1, mean: 60, p50: near(60) });
    expect(waiting?.finished).toMatchObject({ count: 1, mean: 24 * 60, p99: near(24 * 60) });
    expect(waiting?.left).toMatchObject({ count: 1, p50: near(180), max: 180 });
    expect(gate?.finished).toMatchObject({ count: 1, mean: 30 });
    expect(crossed?.finished).toMatchObject({ count: 1, mean: 60 });
    expect(total).toMatchObject({
      finished: { count: 1, mean: 27.5 * 60 },
      left: { count: 1, max: 240 },
      inside: { count: 1, max: 13 * 60, p50: 13 * 60, p90: 13 * 60 },
    });
    expect(customs?.inside).toEqual({ count: 1, p50: 780, p90: 780, max: 780 });
  });

  it('are told by cargo class', async () => {
    const { db, source } = await trial();
    const query = { gates: [GATE], from: '2021-12-15', to: '2021-12-16', at: instant(20, '00:00') };
    const total = dwellTimeRows(db, query, source)[4];
    expect(Object.keys(total?.byCargoClass ?? {})).toEqual(['DRY', 'FRESH_PRODUCE']);
    expect(total?.byCargoClass.DRY).toMatchObject({
      finished: NONE,
      left: { count: 1 },
      inside: { count: 0 },
    });
  });

  it('know nothing that is later than the instant asked for', async () => {
    const { db, source } = await trial();
    const query = { gates: [GATE], from: '2021-12-14', to: '2021-12-20', at: instant(15, '08:15') };
    const [customs, waiting, gate, , total] = dwellTimeRows(db, query, source);
    expect(customs).toMatchObject({ finished: { count: 2 }, inside: { count: 0 } });
    expect(waiting).toMatchObject({ finished: { count: 1 }, inside: { count: 1, max: 75 } });
    expect(gate).toMatchObject({ finished: NONE, inside: { count: 1, max: 15 } });
    expect(total).toMatchObject({
      finished: NONE,
      inside: { count: 2, max: 26.25 * 60 },
      left: { count: 0 },
    });
  });

  it('wait for the handover where nobody was called', async () => {
    const { db, source } = await boardsOver(
      gateRegistered(),
      arrival('v1', at(15, '06:00')),
      step('v1', 'customs-clearance', at(15, '07:00'), { declarationNumber: 'D-1' }),
      step('v1', 'handover', at(15, '09:00'), { dedicatedDriver: 'D01' }),
    );
    const query = { gates: [GATE], from: '2021-12-15', to: '2021-12-16', at: instant(15, '10:00') };
    const [, waiting, gate, crossed] = dwellTimeRows(db, query, source);
    expect(waiting?.finished).toMatchObject({ count: 1, mean: 120 });
    expect(gate).toMatchObject({ finished: NONE, inside: { count: 0 } });
    expect(crossed?.inside).toMatchObject({ count: 1, max: 60 });
  });

  it('hold their percentiles within 1 % over several days', async () => {
    const random = seeded(7);
    const waits: number[] = [];
    const events: GivenEvent[] = [gateRegistered()];
    for (let truck = 0; truck < 400; truck += 1) {
      const arrivedAt = instant(10, '00:00') + Math.floor(random() * 4 * 86_400) * 1_000;
      const waited = Math.floor(Math.exp(random() * 11)) + 60;
      waits.push(waited / 60);
      events.push(arrival(`v${truck}`, new Date(arrivedAt).toISOString()));
      events.push(
        step(`v${truck}`, 'crossing', new Date(arrivedAt + waited * 1_000).toISOString(), crossing),
      );
    }
    const { db, source } = await boardsOver(...events);
    const query = { gates: [GATE], from: '2021-12-10', to: '2021-12-20', at: instant(25, '00:00') };
    const finished = dwellTimeRows(db, query, source)[4]?.finished;
    waits.sort((a, b) => a - b);
    for (const [share, shown] of [
      [0.5, finished?.p50],
      [0.9, finished?.p90],
      [0.99, finished?.p99],
    ] as const) {
      const exact = percentileOf(waits, share) ?? 0;
      expect(Math.abs((shown ?? 0) - exact) / exact).toBeLessThan(0.01);
    }
    expect(finished?.mean).toBeCloseTo(waits.reduce((a, b) => a + b, 0) / waits.length, 1);
  });
});
