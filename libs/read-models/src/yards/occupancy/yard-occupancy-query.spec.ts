import { boardsOver } from '../../../testing/board-trial';
import { arrival, gateRegistered, step, YARD, yardAct } from '../../../testing/given-events';
import { standsUntil } from '../../paging/standing-lists';
import { toldSteps } from '../../../testing/told-steps';
import { yardOccupancyOf } from './yard-occupancy-history';
import { yardRows } from './yard-occupancy-query';
import { yardTrucks } from './yard-trucks-query';

const OTHER = 'SOUTH_YARD';
const at = (day: number, time: string): string => `2021-12-${day.toString()}T${time}:00+07:00`;
const instant = (day: number, time: string): number => Date.parse(at(day, time));

function registered(yard: string, min: number, max: number) {
  const data = { yard, gate: 'NORTH_GATE', name: yard, capacity: { min, max }, tenure: 'PERMANENT' };
  return yardAct('yard.YardRegistered.v1', '2000-01-01T00:00:00+07:00', data, yard);
}

function trial() {
  const inYard = { place: YARD, yardOfPlace: YARD };
  return boardsOver(
    gateRegistered(),
    registered(YARD, 1, 2),
    registered(OTHER, 4, 4),
    arrival('v1', at(14, '12:00'), inYard),
    arrival('v2', at(14, '18:00'), { ...inYard, consignments: [{ consignmentId: 'c', cargoClass: 'DRY' }] }),
    arrival('v3', at(15, '06:00'), inYard),
    step('v3', 'customs-clearance', at(15, '07:00'), { declarationNumber: 'D-1' }),
    step('v1', 'crossing', at(15, '12:00'), { vehicle: { plate: '12C04567' } }),
    step('v2', 'yard-entry', at(15, '18:00'), { yard: OTHER, spot: 'B-7' }),
    yardAct('yard.YardCapacityChanged.v1', at(15, '09:00'), {
      capacity: { min: 3, max: 3 },
      tenure: 'TEMPORARY',
    }),
  );
}

describe('the yards', () => {
  it('show who is present against the capacity of the instant', async () => {
    const { db, source } = await trial();
    const { items, total } = yardRows(db, { at: instant(15, '08:00'), yards: [YARD, OTHER] }, source);
    expect(items[0]).toEqual({
      yard: YARD,
      name: YARD,
      gate: 'NORTH_GATE',
      tenure: 'PERMANENT',
      kind: null,
      zone: null,
      operator: null,
      commodityScope: null,
      present: 3,
      capacity: { min: 1, max: 2 },
      ratio: { atMax: 1.5, atMin: 3 },
      overCapacity: true,
      byStage: { ARRIVED: 2, CUSTOMS_CLEARED: 1 },
      byCargoClass: { DRY: 1, FRESH_PRODUCE: 2 },
      oldest: { visitId: 'v1', since: at(14, '12:00'), minutes: 20 * 60 },
    });
    expect(items[1]).toMatchObject({
      present: 0,
      ratio: { atMax: 0, atMin: 0 },
      overCapacity: false,
      oldest: null,
    });
    expect(total).toMatchObject({
      present: 3,
      capacity: { min: 5, max: 6 },
      ratio: { atMax: 0.5, atMin: 0.6 },
      overCapacity: false,
      oldest: { visitId: 'v1' },
    });
    const later = yardRows(db, { at: instant(15, '09:00'), yards: [YARD] }, source);
    expect(later.items[0]).toMatchObject({
      present: 3,
      capacity: { min: 3, max: 3 },
      tenure: 'TEMPORARY',
      overCapacity: false,
    });
  });

  it('show a capacity for a time until its end, and then what was in force before', async () => {
    const data = { capacity: { min: 9, max: 9 }, tenure: 'REQUISITIONED', until: at(15, '10:00') };
    const { db, source } = await boardsOver(
      gateRegistered(),
      registered(YARD, 1, 2),
      yardAct('yard.YardCapacityChanged.v1', at(15, '09:00'), data),
    );
    const shown = (time: string) => yardRows(db, { at: instant(15, time), yards: [YARD] }, source).items;
    const [during] = shown('09:59');
    expect(during).toMatchObject({ capacity: { max: 9 }, tenure: 'REQUISITIONED' });
    expect(standsUntil(shown('09:59'))).toBe(instant(15, '10:00'));
    expect(shown('10:00')[0]).toMatchObject({ capacity: { max: 2 }, tenure: 'PERMANENT' });
  });

  it('show what they are for, as was said by then', async () => {
    const open = { kind: 'WAITING_AREA', zone: 'ORDINARY', operator: 'XC' };
    const said = { ...open, zone: 'NON_TARIFF_ZONE', commodityScope: ['DRY'] };
    const { db, source } = await boardsOver(
      gateRegistered(),
      registered(YARD, 1, 2),
      yardAct('yard.YardClassified.v1', at(15, '09:00'), said),
      yardAct('yard.YardClassified.v1', at(15, '11:00'), open),
    );
    const shown = (time: string) => yardRows(db, { at: instant(15, time), yards: [YARD] }, source).items[0];
    expect(shown('08:59')).toMatchObject({ kind: null, zone: null, operator: null, commodityScope: null });
    expect(shown('09:00')).toMatchObject(said);
    expect(shown('11:00')).toMatchObject({ ...open, commodityScope: null });
  });

  it('have no ratio before a capacity is known, nor where nobody registered them', async () => {
    const { db, source } = await trial();
    const [row] = yardRows(db, { at: Date.parse('1999-01-01T00:00:00Z'), yards: [YARD] }, source).items;
    expect(row).toMatchObject({ present: 0, capacity: null, ratio: null, tenure: null, overCapacity: false });
    expect(yardRows(db, { at: 0, yards: ['NOWHERE'] }, source).items[0]).toMatchObject({
      name: null,
      gate: null,
      tenure: null,
      capacity: null,
    });
  });

  it('list the trucks by entry, page by page', async () => {
    const { db, source } = await trial();
    const query = { yard: YARD, at: instant(15, '08:00'), limit: 2 };
    const first = yardTrucks(db, query, source);
    const { next, ...oldest } = first.items[0] ?? {};
    expect(toldSteps(next)).toEqual(expect.arrayContaining(['customs-clearance', '(yard-exit)']));
    expect(oldest).toEqual({
      visitId: 'v1',
      tractor: { plate: '12C04567' },
      stage: 'ARRIVED',
      cargoClass: 'FRESH_PRODUCE',
      bodyType: 'REEFER_CONTAINER',
      spot: null,
      since: at(14, '12:00'),
      presentMinutes: 20 * 60,
      weighedKg: null,
    });
    const second = yardTrucks(db, { ...query, cursor: first.nextCursor ?? '' }, source);
    expect([...first.items, ...second.items].map(({ visitId }) => visitId)).toEqual(['v1', 'v2', 'v3']);
    expect(second.nextCursor).toBeNull();
    const [moved] = yardTrucks(db, { ...query, yard: OTHER, at: instant(15, '18:30') }, source).items;
    expect(moved).toMatchObject({ visitId: 'v2', spot: 'B-7', presentMinutes: 30 });
  });

  it('tell the weight that was last taken by then', async () => {
    const { db, source } = await boardsOver(
      gateRegistered(),
      registered(YARD, 1, 2),
      arrival('v1', at(14, '12:00'), { place: YARD, yardOfPlace: YARD }),
      step('v1', 'weighing', at(14, '13:00'), { grossKg: 38_400 }),
      step('v1', 'weighing', at(14, '15:00'), { grossKg: 21_000, axles: 6 }),
    );
    const weighedAt = (hour: string) =>
      yardTrucks(db, { yard: YARD, at: instant(14, hour), limit: 2 }, source).items.map(
        ({ weighedKg }) => weighedKg,
      );
    expect(['12:30', '13:00', '14:59', '15:00', '16:00'].map(weighedAt)).toEqual([
      [null],
      [38_400],
      [38_400],
      [21_000],
      [21_000],
    ]);
  });

  it('weigh their history by time, with the capacity then in force', async () => {
    const { db, source } = await trial();
    const { history, present } = yardOccupancyOf(
      db,
      { yard: YARD, at: instant(15, '12:00'), days: 3 },
      source,
    );
    expect(present).toBe(2);
    expect(history).toEqual([
      { date: '2021-12-13', mean: 0, max: 0, minutesAboveCapacity: 0 },
      // One truck for six hours, two for six more.
      { date: '2021-12-14', mean: 0.8, max: 2, minutesAboveCapacity: 0 },
      // Two until 06:00, three until 12:00; above capacity from 06:00 until it grew at 09:00.
      { date: '2021-12-15', mean: 2.5, max: 3, minutesAboveCapacity: 180 },
    ]);
  });
});
