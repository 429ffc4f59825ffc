import type { DatabaseSync } from 'node:sqlite';
import { GATE } from '../../testing/given-events';
import { RecordedLog } from '../../testing/recorded-log';
import { dedicatedDrivers } from './dedicated-drivers';
import { dedicatedDriverPage } from './dedicated-drivers-query';
import { deviations } from '../deviations/deviations';
import type { DriverPage, DriversQuery } from './dedicated-drivers-query';

const AT = '2021-12-15T08:00:00+07:00';
const LATER = '2021-12-15T09:00:00+07:00';

describe('dedicated drivers', () => {
  function pool(): RecordedLog {
    const log = new RecordedLog();
    for (const [driverCode, gate] of [
      ['D1', GATE],
      ['D2', GATE],
      ['D3', 'OTHER_GATE'],
    ] as const) {
      const data = { driverCode, pool: `POOL_OF_${gate}`, gate };
      log.record(
        `dedicatedDriver-${driverCode}`,
        'dedicatedDriver.Registered.v1',
        '2000-01-01T00:00:00+07:00',
        data,
      );
    }
    return log;
  }

  function page(db: DatabaseSync, by: Partial<DriversQuery> = {}): DriverPage {
    return dedicatedDriverPage(db, { gates: 'ALL', at: Date.parse(LATER), limit: 50, ...by });
  }

  async function availableAfter(tell: (log: RecordedLog) => unknown): Promise<string[]> {
    const log = pool();
    log.arrival('v1', AT);
    log.step('v1', 'handover', AT, { dedicatedDriver: 'D1' });
    tell(log);
    return page(await log.views(dedicatedDrivers, deviations), { available: true }).items.map(
      ({ driverCode }) => driverCode,
    );
  }

  it('are shown with their pool and gate', async () => {
    const db = await pool().views(dedicatedDrivers, deviations);
    expect(page(db, { gates: ['OTHER_GATE'] }).items).toEqual([
      {
        driverCode: 'D3',
        pool: 'POOL_OF_OTHER_GATE',
        gate: 'OTHER_GATE',
        registeredAt: '2000-01-01T00:00:00+07:00',
        available: true,
      },
    ]);
  });

  it.each<[string, string[], (log: RecordedLog) => unknown]>([
    ['are out from the handover on', ['D2', 'D3'], () => undefined],
    [
      'are out beyond the crossing',
      ['D2', 'D3'],
      (log) => log.step('v1', 'crossing', LATER, { vehicle: { plate: 'A1' } }),
    ],
    ['are back with the return', ['D1', 'D2', 'D3'], (log) => log.step('v1', 'return', LATER)],
    [
      'are back with a turn-back',
      ['D1', 'D2', 'D3'],
      (log) => log.step('v1', 'turn-back', LATER, { reason: 'r' }),
    ],
    [
      'are back with a diversion',
      ['D1', 'D2', 'D3'],
      (log) => log.step('v1', 'diversion', LATER, { reason: 'r' }),
    ],
    [
      'are back with a cancellation',
      ['D1', 'D2', 'D3'],
      (log) => log.step('v1', 'cancellation', LATER, { reason: 'r' }),
    ],
    [
      'were never out when the handover did not occur',
      ['D1', 'D2', 'D3'],
      (log) => {
        log.arrival('v2', AT);
        const handover = log.step('v2', 'handover', AT, { dedicatedDriver: 'D2' });
        log.correction('v2', handover, LATER);
        log.step('v1', 'return', LATER);
      },
    ],
    [
      'were never out with a truck that never arrived',
      ['D1', 'D3'],
      (log) => {
        const arrival = log.arrival('v2', AT);
        log.step('v2', 'handover', AT, { dedicatedDriver: 'D1' });
        log.correction('v2', arrival, LATER);
        log.step('v1', 'return', LATER);
        log.arrival('v3', AT);
        log.step('v3', 'handover', AT, { dedicatedDriver: 'D2' });
      },
    ],
  ])('%s', async (_rule, available, tell) => {
    expect(await availableAfter(tell)).toEqual(available);
  });

  it('say with which truck they are out and since when', async () => {
    const log = pool();
    log.arrival('v1', AT);
    log.step('v1', 'handover', LATER, { dedicatedDriver: 'D1' });
    const db = await log.views(dedicatedDrivers, deviations);
    expect(page(db, { available: false }).items).toMatchObject([
      { driverCode: 'D1', available: false, out: { visitId: 'v1', since: LATER, overdue: false } },
    ]);
    expect(page(db, { limit: 1 }).nextCursor).not.toBeNull();
    expect(page(db, { limit: 2, cursor: page(db, { limit: 1 }).nextCursor ?? '' })).toMatchObject({
      items: [{ driverCode: 'D2' }, { driverCode: 'D3' }],
      nextCursor: null,
    });
  });
});
