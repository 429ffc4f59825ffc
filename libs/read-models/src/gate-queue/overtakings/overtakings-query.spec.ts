import { GATE } from '../../../testing/given-events';
import { RecordedLog } from '../../../testing/recorded-log';
import { borderGates } from '../../border-gates/border-gates';
import { gateSource } from '../../border-gates/border-gates-query';
import { gateTurns } from '../turns/gate-turns';
import { overtakingsPage } from './overtakings-query';
import type { OvertakingRow } from './overtakings-query';

const clock = (time: string) => `2021-12-15T${time}:00+07:00`;
const DAY = { gates: [GATE], from: '2021-12-15', to: '2021-12-16', at: Date.parse(clock('20:00')) };

/** A truck that arrived at this minute past eight and is cleared at nine. */
function cleared(log: RecordedLog, visitId: string, minute: number): void {
  log.arrival(visitId, clock(`08:${String(minute).padStart(2, '0')}`));
  log.step(visitId, 'customs-clearance', clock('09:00'), { declarationNumber: `D-${visitId}` });
}

function line(...visits: readonly string[]): RecordedLog {
  const log = new RecordedLog();
  log.registerGate();
  for (const [minute, visitId] of visits.entries()) cleared(log, visitId, minute);
  return log;
}

async function overtakings(log: RecordedLog): Promise<readonly OvertakingRow[]> {
  const db = await log.views(gateTurns, borderGates);
  return overtakingsPage(db, { ...DAY, limit: 50 }, gateSource(db)).items;
}

describe('the overtakings of a gate', () => {
  it('name who was passed, the step and the truck', async () => {
    const log = line('v1', 'v2', 'v3', 'v4');
    log.step('v2', 'hold', clock('09:30'), { cause: 'PAPERS' });
    log.step('v4', 'call-forward', clock('10:00'));
    log.step('v3', 'handover', clock('10:10'), { dedicatedDriver: 'D01' });
    log.step('v1', 'crossing', clock('10:20'), { vehicle: { plate: '12C04567' } });
    const row = { gate: GATE, tractor: { plate: '12C04567' }, reason: 'NONE' };
    expect(await overtakings(log)).toEqual([
      {
        ...row,
        visitId: 'v4',
        step: 'call-forward',
        at: clock('10:00'),
        passed: 2,
        passedVisitIds: ['v1', 'v3'],
      },
      { ...row, visitId: 'v3', step: 'handover', at: clock('10:10'), passed: 1, passedVisitIds: ['v1'] },
    ]);
  });

  it('are of a late report where all that shows who was passed came after the step', async () => {
    const log = line('v2', 'v3');
    log.step('v2', 'call-forward', clock('10:00'));
    log.step('v3', 'call-forward', clock('10:05'));
    log.arrival('v1', clock('07:00'));
    log.step('v1', 'customs-clearance', clock('09:00'), { declarationNumber: 'D-1' });
    expect((await overtakings(log)).map(({ visitId, reason }) => [visitId, reason])).toEqual([
      ['v2', 'LATE_REPORT'],
      ['v3', 'LATE_REPORT'],
    ]);
  });

  it('have no reason where one of those that were passed was known', async () => {
    const log = line('v2', 'v3');
    log.step('v3', 'call-forward', clock('10:00'));
    log.arrival('v1', clock('07:00'));
    log.step('v1', 'customs-clearance', clock('09:00'), { declarationNumber: 'D-1' });
    expect(await overtakings(log)).toMatchObject([{ visitId: 'v3', passed: 2, reason: 'NONE' }]);
  });

  it('are of a late report where the time of an arrival was corrected afterwards', async () => {
    const log = line('v2');
    const arrived = log.arrival('v1', clock('08:30'));
    log.step('v1', 'customs-clearance', clock('09:00'), { declarationNumber: 'D-1' });
    log.step('v2', 'call-forward', clock('10:00'));
    expect(await overtakings(log)).toEqual([]);
    const visit = { visitId: 'v1', gate: GATE, direction: 'EXPORT', tractor: { plate: '12C04567' } };
    const data = { ...visit, bodyType: 'BOX', consignments: [{ consignmentId: 'c1', cargoClass: 'DRY' }] };
    log.correction('v1', arrived, clock('11:00'), { at: clock('07:00'), data });
    expect(await overtakings(log)).toMatchObject([
      { visitId: 'v2', passedVisitIds: ['v1'], reason: 'LATE_REPORT' },
    ]);
  });

  it('name the first fifty of those that were passed, and count them all', async () => {
    const names = Array.from({ length: 60 }, (_, index) => `v${String(index).padStart(2, '0')}`);
    const log = line(...names);
    log.step('v59', 'call-forward', clock('10:00'));
    expect(await overtakings(log)).toMatchObject([{ passed: 59, passedVisitIds: names.slice(0, 50) }]);
  });

  it('are listed page by page as in one, and none after the time that is asked about', async () => {
    const log = line('v1', 'v2', 'v3', 'v4', 'v5');
    for (const [index, visitId] of ['v5', 'v4', 'v3', 'v2'].entries())
      log.step(visitId, 'call-forward', clock(index < 2 ? '10:00' : '11:00'));
    const db = await log.views(gateTurns, borderGates);
    const read = (limit: number, cursor?: string) =>
      overtakingsPage(db, { ...DAY, limit, ...(cursor === undefined ? {} : { cursor }) }, gateSource(db));
    const whole = read(50).items;
    const paged: OvertakingRow[] = [];
    for (let page = read(1); ; page = read(1, page.nextCursor)) {
      paged.push(...page.items);
      if (page.nextCursor === null) break;
    }
    expect(paged).toEqual(whole);
    expect(whole.map(({ visitId, passed }) => [visitId, passed])).toEqual([
      ['v4', 3],
      ['v5', 3],
      ['v2', 1],
      ['v3', 1],
    ]);
    const early = overtakingsPage(db, { ...DAY, at: Date.parse(clock('10:30')), limit: 50 }, gateSource(db));
    expect(early.items).toEqual(whole.slice(0, 2));
  });
});
