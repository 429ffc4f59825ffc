import { gateRegistered, YARD, yardAct } from '../../../testing/given-events';
import { RecordedLog } from '../../../testing/recorded-log';
import { borderGates } from '../../border-gates/border-gates';
import { gateSource } from '../../border-gates/border-gates-query';
import { gateBoard } from '../../gate-boards/gate-board';
import { yardMovements } from './yard-movements';
import type { YardMovement, YardMovementsQuery } from './yard-movements';
import { yardOccupancy } from './yard-occupancy';
import { yards } from '../yards';
import { yardSource } from '../yards-query';

const GATE = 'NORTH_GATE';

async function movementsOf(
  log: RecordedLog,
  by: Partial<YardMovementsQuery> = {},
): Promise<readonly YardMovement[]> {
  const db = await log.views(yardOccupancy, gateBoard, yards, borderGates);
  const query = { yard: YARD, from: '2021-12-15', to: '2021-12-16', step: 'hour' as const };
  const at = Date.parse('2022-01-01T00:00:00Z');
  return yardMovements(db, { ...query, at, ...by }, { ...gateSource(db), ...yardSource(db) });
}

function opened(zone = 'Asia/Ho_Chi_Minh'): RecordedLog {
  const registered = yardAct('yard.YardRegistered.v1', '2000-01-01T00:00:00+07:00', {
    yard: YARD,
    gate: GATE,
    name: 'North yard',
    capacity: { min: 10, max: 20 },
    tenure: 'OWNED',
  });
  return new RecordedLog(gateRegistered(GATE, zone), registered);
}

function enter(log: RecordedLog, visit: string, at: string): void {
  log.arrival(visit, at, { place: YARD, yardOfPlace: YARD });
}

const moved = (rows: readonly YardMovement[]) => rows.filter(({ entries, exits }) => entries + exits > 0);

describe('the movements of a yard', () => {
  it('are entries, exits and who is there at the end, hour by hour of the clock at its gate', async () => {
    const log = opened();
    enter(log, 'v0', '2021-12-14T20:00:00+07:00');
    enter(log, 'v1', '2021-12-15T08:00:00+07:00');
    enter(log, 'v2', '2021-12-15T08:59:59+07:00');
    log.step('v1', 'yard-exit', '2021-12-15T09:00:00+07:00', { yard: YARD });
    log.step('v0', 'cancellation', '2021-12-15T09:30:00+07:00', { reason: 'error' });
    const rows = await movementsOf(log);
    expect(rows).toHaveLength(24);
    expect(rows[0]).toEqual({ hour: '2021-12-15T00:00:00+07:00', entries: 0, exits: 0, present: 1 });
    expect(moved(rows)).toEqual([
      { hour: '2021-12-15T08:00:00+07:00', entries: 2, exits: 0, present: 3 },
      { hour: '2021-12-15T09:00:00+07:00', entries: 0, exits: 2, present: 1 },
    ]);
    expect(rows.at(-1)).toEqual({ hour: '2021-12-15T23:00:00+07:00', entries: 0, exits: 0, present: 1 });
  });

  it('are no entry and no exit where a truck only changes its spot', async () => {
    const log = opened();
    enter(log, 'v1', '2021-12-15T08:00:00+07:00');
    log.step('v1', 'yard-entry', '2021-12-15T10:00:00+07:00', { yard: YARD, spot: 'B2' });
    log.step('v1', 'yard-exit', '2021-12-15T12:10:00+07:00', { yard: YARD });
    expect(await movementsOf(log, { step: 'day' })).toEqual([
      { day: '2021-12-15', entries: 1, exits: 1, present: 0 },
    ]);
  });

  it('count nothing later than the time asked about, and show no hour that has not begun', async () => {
    const log = opened();
    enter(log, 'v1', '2021-12-15T08:10:00+07:00');
    enter(log, 'v2', '2021-12-15T08:20:00+07:00');
    const rows = await movementsOf(log, { at: Date.parse('2021-12-15T08:15:00+07:00') });
    expect(rows).toHaveLength(9);
    expect(rows.at(-1)).toEqual({ hour: '2021-12-15T08:00:00+07:00', entries: 1, exits: 0, present: 1 });
  });

  it.each([
    ['forward', '2021-03-14', 23],
    ['back', '2021-11-07', 25],
  ])('has as many hours as a day on which the clock is set %s', async (_direction, from, hours) => {
    const log = opened('America/New_York');
    const to = new Date(Date.parse(from) + 86_400_000).toISOString().slice(0, 10);
    const rows = await movementsOf(log, { from, to });
    expect(rows).toHaveLength(hours);
    expect(new Set(rows.map(({ hour }) => hour)).size).toBe(hours);
    for (const { hour = '' } of rows) expect(hour.slice(13, 19)).toBe(':00:00');
  });

  it('balance from day to day', async () => {
    const log = opened();
    for (let day = 10; day < 20; day += 1) {
      enter(log, `in${day}`, `2021-12-${day}T08:00:00+07:00`);
      if (day % 2 === 0)
        log.step(`in${day}`, 'yard-exit', `2021-12-${day + 1}T07:00:00+07:00`, { yard: YARD });
    }
    const rows = await movementsOf(log, { from: '2021-12-12', to: '2021-12-22', step: 'day' });
    rows.slice(1).forEach(({ entries, exits, present }, index) => {
      expect(present).toBe((rows[index]?.present ?? 0) + entries - exits);
    });
    expect(rows.at(-1)?.present).toBe(5);
  });
});
