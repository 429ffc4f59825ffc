import type { DatabaseSync } from 'node:sqlite';
import { capacityAt, unknownYard } from '#libs/truck-flow';
import { dedicatedDrivers } from './dedicated-drivers';
import { dedicatedDriverPage } from './dedicated-drivers-query';
import type { DriverPage, DriversQuery } from './dedicated-drivers-query';
import { GATE, RecordedLog, YARD } from './recorded-log.fixture';
import { yards } from './yards';
import { yardCodes, yardOf, yardSource } from './yards-query';

const AT = '2021-12-15T08:00:00+07:00';
const LATER = '2021-12-15T09:00:00+07:00';

async function registeredYard(): Promise<[RecordedLog, string]> {
  const log = new RecordedLog();
  const data = {
    yard: YARD,
    gate: GATE,
    name: 'Test yard',
    capacity: { min: 500, max: 700 },
    tenure: 'PERMANENT',
  };
  return [log, await log.record(`yard-${YARD}`, 'yard.YardRegistered.v1', '2000-01-01T00:00:00+07:00', data)];
}

async function capacitiesOf(log: RecordedLog): Promise<(number | undefined)[]> {
  const db = await log.views(yards);
  return [AT, LATER].map((at) => capacityAt(yardSource(db).yard(YARD), Date.parse(at) - 1)?.capacity.max);
}

describe('a yard shows', () => {
  it('its registration', async () => {
    const [log] = await registeredYard();
    expect(await capacitiesOf(log)).toEqual([700, 700]);
    expect(yardOf(await log.views(yards), YARD)?.registered?.data).toMatchObject({
      gate: GATE,
      name: 'Test yard',
    });
  });

  it('a change of its capacity from its time on', async () => {
    const [log] = await registeredYard();
    await log.record(`yard-${YARD}`, 'yard.YardCapacityChanged.v1', AT, {
      capacity: { min: 1, max: 9 },
      tenure: 'TEMPORARY',
    });
    expect(await capacitiesOf(log)).toEqual([700, 9]);
  });

  it('a correction', async () => {
    const [log, eventId] = await registeredYard();
    const data = {
      yard: YARD,
      gate: GATE,
      name: 'Test yard',
      capacity: { min: 5, max: 7 },
      tenure: 'PERMANENT',
    };
    const corrected = { at: '2000-01-01T00:00:00+07:00', data };
    await log.record(`yard-${YARD}`, 'yard.EventCorrected.v1', AT, {
      eventId,
      reason: 'INCORRECT_DATA',
      corrected,
    });
    expect(await capacitiesOf(log)).toEqual([7, 7]);
  });

  it('itself to who may see its gate or itself', async () => {
    const [log] = await registeredYard();
    const db = await log.views(yards);
    const seen = [
      yardCodes(db, { yards: [YARD], gates: [] }),
      yardCodes(db, { yards: [], gates: [GATE] }),
      yardCodes(db, { yards: 'ALL', gates: [] }),
      yardCodes(db, { yards: ['OTHER'], gates: ['OTHER'] }),
    ];
    expect(seen).toEqual([[YARD], [YARD], [YARD], []]);
    expect([yardOf(db, 'OTHER'), yardSource(db).yard('OTHER')]).toEqual([undefined, unknownYard]);
  });
});

describe('dedicated drivers', () => {
  async function pool(): Promise<RecordedLog> {
    const log = new RecordedLog();
    for (const [driverCode, gate] of [
      ['D1', GATE],
      ['D2', GATE],
      ['D3', 'OTHER_GATE'],
    ] as const) {
      const data = { driverCode, pool: `POOL_OF_${gate}`, gate };
      await log.record(
        `dedicatedDriver-${driverCode}`,
        'dedicatedDriver.Registered.v1',
        '2000-01-01T00:00:00+07:00',
        data,
      );
    }
    return log;
  }

  function page(db: DatabaseSync, by: Partial<DriversQuery> = {}): DriverPage {
    return dedicatedDriverPage(db, { gates: 'ALL', limit: 50, ...by });
  }

  async function availableAfter(tell: (log: RecordedLog) => Promise<unknown>): Promise<string[]> {
    const log = await pool();
    await log.arrival('v1', AT);
    await log.step('v1', 'handover', AT, { dedicatedDriver: 'D1' });
    await tell(log);
    return page(await log.views(dedicatedDrivers), { available: true }).items.map(
      ({ driverCode }) => driverCode,
    );
  }

  it('are shown with their pool and gate', async () => {
    const db = await (await pool()).views(dedicatedDrivers);
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

  it.each<[string, string[], (log: RecordedLog) => Promise<unknown>]>([
    ['are out from the handover on', ['D2', 'D3'], () => Promise.resolve()],
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
      async (log) => {
        await log.arrival('v2', AT);
        const handover = await log.step('v2', 'handover', AT, { dedicatedDriver: 'D2' });
        await log.correction('v2', handover, LATER);
        await log.step('v1', 'return', LATER);
      },
    ],
    [
      'were never out with a truck that never arrived',
      ['D1', 'D3'],
      async (log) => {
        const arrival = await log.arrival('v2', AT);
        await log.step('v2', 'handover', AT, { dedicatedDriver: 'D1' });
        await log.correction('v2', arrival, LATER);
        await log.step('v1', 'return', LATER);
        await log.arrival('v3', AT);
        await log.step('v3', 'handover', AT, { dedicatedDriver: 'D2' });
      },
    ],
  ])('%s', async (_rule, available, tell) => {
    expect(await availableAfter(tell)).toEqual(available);
  });

  it('say with which truck they are out and since when', async () => {
    const log = await pool();
    await log.arrival('v1', AT);
    await log.step('v1', 'handover', LATER, { dedicatedDriver: 'D1' });
    const db = await log.views(dedicatedDrivers);
    expect(page(db, { available: false }).items).toMatchObject([
      { driverCode: 'D1', available: false, out: { visitId: 'v1', since: LATER } },
    ]);
    expect(page(db, { limit: 1 }).nextCursor).not.toBeNull();
    expect(page(db, { limit: 2, cursor: page(db, { limit: 1 }).nextCursor ?? '' })).toMatchObject({
      items: [{ driverCode: 'D2' }, { driverCode: 'D3' }],
      nextCursor: null,
    });
  });
});
