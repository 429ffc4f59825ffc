import { boardsOver } from '../../testing/board-trial';
import { arrival, correction, GATE, gateAct, gateRegistered, step } from '../../testing/given-events';
import { gateBoards } from './gate-board-query';

const SOUTH = 'SOUTH_GATE';
const at = (day: number, time: string): string => `2021-12-${day.toString()}T${time}:00+07:00`;
const instant = (day: number, time: string): number => Date.parse(at(day, time));

const consignments = (cargoClass: string) => ({ consignments: [{ consignmentId: 'c', cargoClass }] });
const crossing = { vehicle: { plate: '12C04567' } };

function trial() {
  const wrong = arrival('v6', at(15, '09:00'));
  return boardsOver(
    gateRegistered(),
    gateRegistered(SOUTH),
    arrival('v1', at(14, '22:00')),
    step('v1', 'customs-clearance', at(15, '06:00'), { declarationNumber: 'D-1' }),
    step('v1', 'disinfection', at(15, '06:30'), { targets: ['CABIN'], procedureVersion: '1' }),
    step('v1', 'call-forward', at(15, '07:00')),
    step('v1', 'handover', at(15, '08:00'), { dedicatedDriver: 'D01' }),
    step('v1', 'crossing', at(15, '09:00'), crossing),
    arrival('v2', at(15, '06:40'), { bodyType: 'HOT_BOX' }),
    arrival('v3', at(15, '07:15'), consignments('DRY')),
    step('v3', 'turn-back', at(15, '23:30'), { reason: 'spoiled' }),
    arrival('v4', at(15, '08:00'), { gate: SOUTH, ...consignments('DRY') }),
    arrival('v5', at(16, '01:00')),
    wrong,
    correction(wrong, at(16, '10:00')),
    gateAct('suspension', at(15, '12:00'), { orderedBy: 'FOREIGN', reason: 'finding' }, SOUTH),
  );
}

describe('a call that is over by time alone', () => {
  const called = [
    gateRegistered(),
    arrival('v1', at(15, '06:00')),
    step('v1', 'customs-clearance', at(15, '07:00'), { declarationNumber: 'D-1' }),
    step('v1', 'call-forward', at(15, '09:00'), { deadline: at(15, '10:00') }),
  ];
  const again = step('v1', 'call-forward', at(15, '11:00'), { deadline: at(15, '12:00') });

  it('is counted no longer, whether the board was read before or not', async () => {
    const { db, source } = await boardsOver(...called, again);
    const stages = ['09:30', '10:30', '11:30', '12:30'].map((time) => {
      const { items } = gateBoards(db, { at: instant(15, time), gates: [GATE] }, source);
      return items[0]?.byStage;
    });
    const [isCalled, isNot] = [{ CALLED_FORWARD: 1 }, { CUSTOMS_CLEARED: 1 }];
    expect(stages).toEqual([isCalled, isNot, isCalled, isNot]);
  });

  it('shows as soon as the time has come, on a board that was read after the last report', async () => {
    const { db, source } = await boardsOver(...called);
    const read = (time: string) => gateBoards(db, { at: instant(15, time), gates: [GATE] }, source).items[0];
    expect(read('09:59')?.byStage).toEqual({ CALLED_FORWARD: 1 });
    expect(read('10:00')?.byStage).toEqual({ CUSTOMS_CLEARED: 1 });
  });
});

describe('the boards of the gates', () => {
  it('show what stands before each gate at an instant, and before all', async () => {
    const { db, source } = await trial();
    const { items, total } = gateBoards(db, { at: instant(15, '08:30'), gates: [GATE, SOUTH] }, source);
    expect(items).toEqual([
      {
        gate: GATE,
        status: 'OPEN',
        trucksOnHand: 3,
        byStage: { ARRIVED: 2, HANDED_OVER: 1 },
        byCargoClass: { DRY: 1, FRESH_PRODUCE: 2 },
        byBodyType: { HOT_BOX: 1, REEFER_CONTAINER: 2 },
        crossedToday: 0,
        turnedBackToday: 0,
        oldestWaitMinutes: 10.5 * 60,
      },
      {
        gate: SOUTH,
        status: 'OPEN',
        trucksOnHand: 1,
        byStage: { ARRIVED: 1 },
        byCargoClass: { DRY: 1 },
        byBodyType: { REEFER_CONTAINER: 1 },
        crossedToday: 0,
        turnedBackToday: 0,
        oldestWaitMinutes: 30,
      },
    ]);
    expect(total).toEqual({
      trucksOnHand: 4,
      byStage: { ARRIVED: 3, HANDED_OVER: 1 },
      byCargoClass: { DRY: 2, FRESH_PRODUCE: 2 },
      byBodyType: { HOT_BOX: 1, REEFER_CONTAINER: 3 },
      crossedToday: 0,
      turnedBackToday: 0,
      oldestWaitMinutes: 10.5 * 60,
    });
  });

  it('tell each stage by the furthest step up to the instant', async () => {
    const { db, source } = await trial();
    const stages = ['05:59', '06:00', '06:30', '07:00', '08:00', '09:00'].map((time) => {
      const { items } = gateBoards(db, { at: instant(15, time), gates: [GATE] }, source);
      return items[0]?.byStage;
    });
    expect(stages).toEqual([
      { ARRIVED: 1 },
      { CUSTOMS_CLEARED: 1 },
      { DISINFECTED: 1 },
      { ARRIVED: 1, CALLED_FORWARD: 1 },
      { ARRIVED: 2, HANDED_OVER: 1 },
      { ARRIVED: 2 },
    ]);
  });

  it('count the exits of the local day up to the instant, the instant included', async () => {
    const { db, source } = await trial();
    const today = (day: number, time: string) => {
      const [row] = gateBoards(db, { at: instant(day, time), gates: [GATE] }, source).items;
      return [row?.crossedToday, row?.turnedBackToday, row?.trucksOnHand];
    };
    expect(today(15, '08:59')).toEqual([0, 0, 3]);
    expect(today(15, '09:00')).toEqual([1, 0, 2]);
    expect(today(15, '23:59')).toEqual([1, 1, 1]);
    expect(today(16, '00:00')).toEqual([0, 0, 1]);
  });

  it('show the status of the gate at the instant, and nothing where nothing waits', async () => {
    const { db, source } = await trial();
    const [row] = gateBoards(db, { at: instant(15, '12:00'), gates: [SOUTH] }, source).items;
    expect(row?.status).toBe('SUSPENDED');
    const { items, total } = gateBoards(db, { at: instant(14, '12:00'), gates: [GATE] }, source);
    expect(items[0]).toMatchObject({
      trucksOnHand: 0,
      byStage: {},
      byCargoClass: {},
      oldestWaitMinutes: null,
    });
    expect(total.oldestWaitMinutes).toBeNull();
  });
});
