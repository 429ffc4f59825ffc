import { boardsOver } from '../../../testing/board-trial';
import { arrival, GATE, gateAct, gateRegistered, step } from '../../../testing/given-events';
import { daysToClear } from './days-to-clear';

const SOUTH = 'SOUTH_GATE';
const at = (day: number, time: string): string =>
  `2021-12-${day.toString().padStart(2, '0')}T${time}:00+07:00`;
const NOW = Date.parse(at(15, '18:00'));
const crossing = { vehicle: { plate: '12C04567' } };

/** 20 trucks on hand at one gate, 10 at the other; 14 crossed in the week before, 3 today, 1 long ago. */
function trial(...suspended: string[]) {
  const crossed = (id: string, day: number) => [
    arrival(id, at(day, '06:00')),
    step(id, 'crossing', at(day, '12:00'), crossing),
  ];
  return boardsOver(
    gateRegistered(),
    gateRegistered(SOUTH),
    ...Array.from({ length: 20 }, (_, i) => arrival(`north-${i}`, at(12, '06:00'))),
    ...Array.from({ length: 10 }, (_, i) => arrival(`south-${i}`, at(12, '06:00'), { gate: SOUTH })),
    ...Array.from({ length: 14 }, (_, i) => crossed(`week-${i}`, 14 - (i % 7))).flat(),
    ...Array.from({ length: 3 }, (_, i) => crossed(`today-${i}`, 15)).flat(),
    ...crossed('before', 7),
    ...suspended.map((gate) =>
      gateAct('suspension', at(13, '06:00'), { orderedBy: 'HOME', reason: 'storm' }, gate),
    ),
  );
}

async function ask(query: Partial<Parameters<typeof daysToClear>[1]>, ...suspended: string[]) {
  const { db, source } = await trial(...suspended);
  return daysToClear(db, { gates: [GATE, SOUTH], at: NOW, ...query }, source);
}

describe('the days to clear', () => {
  it('are stock over rate less arrivals, and a third more as a buffer', async () => {
    const answer = await ask({ rate: 7, arrivals: 2 });
    expect(answer).toMatchObject({
      state: 'ESTIMATE',
      stock: 30,
      rate: { value: 7, source: 'REQUESTED' },
      arrivals: 2,
      days: { low: 6, high: 8 },
      buffer: 1.33,
    });
    expect(answer.rate).not.toHaveProperty('from');
    expect(answer.assumptions.map(({ code }) => code)).toEqual([
      'CONSTANT_RATE',
      'CONSTANT_ARRIVALS',
      'BUFFER',
    ]);
  });

  it('take the mean of the 7 complete local days before, not rounded, and say so', async () => {
    const answer = await ask({});
    expect(answer.rate).toEqual({
      value: 2,
      source: 'OBSERVED_7_DAYS',
      from: '2021-12-08',
      to: '2021-12-15',
    });
    expect(answer).toMatchObject({ state: 'ESTIMATE', arrivals: 0, days: { low: 15, high: 20 } });
    expect(answer.assumptions.map(({ code }) => code)).toContain('ARRIVALS_NOT_GIVEN');
  });

  it('round up but not beyond a division without remainder', async () => {
    expect((await ask({ rate: 10 })).days).toEqual({ low: 3, high: 4 });
    expect((await ask({ rate: 9 })).days).toEqual({ low: 4, high: 5 });
    expect((await ask({ rate: 0.3 })).days).toEqual({ low: 100, high: 134 });
  });

  it('never end where as many arrive as clear', async () => {
    expect(await ask({ rate: 80, arrivals: 170 })).toMatchObject({ state: 'DIVERGING', days: null });
    expect(await ask({ rate: 5, arrivals: 5 })).toMatchObject({ state: 'DIVERGING', days: null });
    expect(await ask({ rate: 0 })).toMatchObject({ state: 'DIVERGING', days: null });
  });

  it('are not told of a suspended gate, and of several only when each with trucks is suspended', async () => {
    expect(await ask({ gates: [SOUTH], rate: 1, arrivals: 2 }, SOUTH)).toMatchObject({
      state: 'SUSPENDED',
      days: null,
    });
    const both = await ask({ rate: 10 }, SOUTH);
    expect(both).toMatchObject({ state: 'ESTIMATE', stock: 30 });
    expect(both.assumptions.map(({ code }) => code)).toContain('GATE_SUSPENDED');
    expect(await ask({ rate: 10 }, SOUTH, GATE)).toMatchObject({ state: 'SUSPENDED' });
    expect(await ask({ gates: [SOUTH, 'EMPTY_GATE'], rate: 10 }, SOUTH)).toMatchObject({
      state: 'SUSPENDED',
    });
  });

  it('diverge wherever no more clear than come, also where nothing waits', async () => {
    expect(await ask({ gates: ['EMPTY_GATE'] })).toMatchObject({
      state: 'DIVERGING',
      stock: 0,
      rate: { value: 0 },
      days: null,
    });
    const rate = await ask({ gates: ['EMPTY_GATE'], rate: 10 });
    expect(rate).toMatchObject({ state: 'ESTIMATE', days: { low: 0, high: 0 } });
    expect(await ask({ gates: ['EMPTY_GATE'], arrivals: 1 })).toMatchObject({ state: 'DIVERGING' });
  });
});
