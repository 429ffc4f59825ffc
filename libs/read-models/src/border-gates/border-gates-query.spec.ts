import type { DatabaseSync } from 'node:sqlite';
import { statusAt, unknownGate } from '#libs/truck-flow';
import { borderGates } from './border-gates';
import { borderGate, borderGateList, gateCodes, gateOf, gateSource } from './border-gates-query';
import type { GateDetails } from './border-gates-query';
import { GATE } from '../../testing/given-events';
import { RecordedLog } from '../../testing/recorded-log';

/** Noon of a day of December 2021 at the gate. */
function day(number: number): string {
  return `2021-12-${String(number).padStart(2, '0')}T12:00:00+07:00`;
}

function opened(): RecordedLog {
  const log = new RecordedLog();
  log.registerGate();
  return log;
}

async function gateAt(log: RecordedLog, number: number): Promise<GateDetails | undefined> {
  return borderGate(await log.views(borderGates), GATE, Date.parse(day(number)));
}

const SUSPENSION = { orderedBy: 'FOREIGN', reason: 'outbreak', legalBasis: 'Decision 12' };
const RATE = { min: 5, max: 10 };

describe('a border gate shows', () => {
  it('its registration', async () => {
    expect(await gateAt(opened(), 1)).toEqual({
      gate: GATE,
      name: { vi: 'Cửa khẩu Bắc', zh: '北口岸', en: 'North gate' },
      timeZone: 'Asia/Ho_Chi_Minh',
      status: 'OPEN',
      since: '2000-01-01T00:00:00+07:00',
      by: null,
      lanes: [{ lane: 'MAIN', kind: 'ORDINARY', open: true, status: 'OPEN' }],
      hours: [expect.objectContaining({ lane: 'MAIN', from: '07:00', to: '19:00' })],
      handoverMode: 'FOREIGN_YARD',
      clearanceRate: null,
      upcoming: [],
    });
  });

  it('who suspended it, why and since when', async () => {
    const log = opened();
    const eventId = log.gate('GateSuspended', day(8), SUSPENSION);
    expect(await gateAt(log, 9)).toMatchObject({
      status: 'SUSPENDED',
      since: day(8),
      by: { eventId, actor: { sub: 'operator-17', agency: null }, ...SUSPENSION },
      lanes: [{ lane: 'MAIN', status: 'SUSPENDED' }],
    });
  });

  it('a resumption at a rate and in another mode', async () => {
    const log = opened();
    log.gate('GateSuspended', day(8), SUSPENSION);
    const eventId = log.gate('GateResumed', day(22), {
      expectedRate: RATE,
      handoverMode: 'FOREIGN_VEHICLE_PICKUP',
    });
    expect(await gateAt(log, 23)).toMatchObject({
      status: 'REDUCED',
      since: day(22),
      by: { eventId },
      lanes: [{ lane: 'MAIN', status: 'REDUCED', expectedRate: RATE }],
      handoverMode: 'FOREIGN_VEHICLE_PICKUP',
    });
  });

  it('a change of mode, of hours and an observed rate from when they are in force', async () => {
    const log = opened();
    log.gate('HandoverModeChanged', day(2), { mode: 'CONTAINER_CUT', effectiveFrom: day(4) });
    log.gate('GateHoursChanged', day(3), { hours: [] });
    log.gate('ClearanceRateObserved', day(3), { trucksPerDay: RATE });
    expect(await gateAt(log, 3)).toMatchObject({
      handoverMode: 'FOREIGN_YARD',
      hours: [],
      clearanceRate: { trucksPerDay: RATE, since: day(3) },
      upcoming: [
        {
          type: 'borderGate.HandoverModeChanged.v1',
          effectiveFrom: day(4),
          orderedAt: day(2),
          data: { mode: 'CONTAINER_CUT' },
        },
      ],
    });
    expect(await gateAt(log, 4)).toMatchObject({ handoverMode: 'CONTAINER_CUT', upcoming: [] });
  });

  it('a suspension that was taken back as if it had not been ordered', async () => {
    const log = opened();
    const eventId = log.gate('GateSuspended', day(8), SUSPENSION);
    log.gate('EventCorrected', day(9), { eventId, reason: 'DID_NOT_OCCUR' });
    expect(await gateAt(log, 8)).toMatchObject({ status: 'OPEN', by: null });
  });
});

describe('the gates of a views file', () => {
  let db: DatabaseSync;

  beforeAll(async () => {
    const log = opened();
    const other = {
      gate: 'A_GATE',
      name: {},
      timeZone: 'Asia/Shanghai',
      lanes: ['MAIN'],
      hours: [],
      handoverMode: 'TRANSLOAD',
    };
    log.record('borderGate-A_GATE', 'borderGate.GateRegistered.v1', day(1), other);
    db = await log.views(borderGates);
  });

  it.each<[readonly string[] | 'ALL', string[]]>([
    ['ALL', ['A_GATE', GATE]],
    [[GATE, 'NO_GATE'], [GATE]],
    [[], []],
  ])('list %j', (gates, codes) => {
    const items = borderGateList(db, { at: Date.parse(day(2)), gates });
    expect(items.map(({ gate }) => gate)).toEqual(codes);
  });

  it('are unknown when nobody registered them', () => {
    expect([borderGate(db, 'NO_GATE', 0), gateOf(db, 'NO_GATE')]).toEqual([undefined, undefined]);
    expect(gateSource(db).gate('NO_GATE')).toBe(unknownGate);
    expect(gateCodes(db)).toEqual(['A_GATE', GATE]);
  });

  it('are folded once for as long as nothing is recorded of them', async () => {
    expect(gateOf(db, GATE)).toBe(gateOf(db, GATE));
    const log = opened();
    log.gate('GateSuspended', day(8), SUSPENSION);
    const [row] = (await log.views(borderGates)).prepare('SELECT version, acts FROM border_gates').all();
    db.prepare('UPDATE border_gates SET version = ?, acts = ? WHERE gate = ?').run(
      row?.['version'] as string,
      row?.['acts'] as string,
      GATE,
    );
    expect(statusAt(gateSource(db).gate(GATE), Date.parse(day(9))).status).toBe('SUSPENDED');
  });
});
