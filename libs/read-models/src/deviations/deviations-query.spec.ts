import type { DatabaseSync } from 'node:sqlite';
import { borderGates } from '../border-gates/border-gates';
import { gateSource } from '../border-gates/border-gates-query';
import { deviations } from './deviations';
import { gateTurns } from '../gate-queue/turns/gate-turns';
import { deviationPage } from './deviations-query';
import type { DeviationPage, DeviationsQuery } from './deviations-query';
import { GATE } from '../../testing/given-events';
import { RecordedLog } from '../../testing/recorded-log';

const AT = '2021-12-15T08:00:00+07:00';
const LATER = '2021-12-15T09:00:00+07:00';

function page(db: DatabaseSync, by: Partial<DeviationsQuery> = {}): DeviationPage {
  const query = {
    gates: [GATE],
    from: '2021-12-15',
    to: '2021-12-16',
    at: Date.parse('2022-01-01T00:00:00Z'),
    limit: 50,
  };
  return deviationPage(db, { ...query, ...by }, gateSource(db));
}

function opened(): RecordedLog {
  const log = new RecordedLog();
  log.registerGate();
  log.arrival('v1', AT);
  return log;
}

async function codesOf(log: RecordedLog): Promise<string[]> {
  const db = await log.views(deviations, gateTurns, borderGates);
  return page(db).items.map(({ code }) => code);
}

describe('deviations of a gate', () => {
  it('are cleared by the step that was missing, once it is reported', async () => {
    const log = opened();
    log.step('v1', 'disinfection', LATER, { targets: ['CABIN'] });
    expect(await codesOf(log)).toEqual(['CUSTOMS_NOT_CLEARED']);
    log.step('v1', 'customs-clearance', '2021-12-15T08:30:00+07:00', { declarationNumber: 'D1' });
    expect(await codesOf(log)).toEqual([]);
  });

  it('are cleared by a correction', async () => {
    const log = opened();
    const wrong = log.step('v1', 'hold-lift', LATER, { cause: 'PAPERS' });
    log.correction('v1', wrong, LATER);
    expect(await codesOf(log)).toEqual([]);
  });

  it.each<[string, string, object, string[]]>([
    ['a suspension', 'GateSuspended', { orderedBy: 'HOME', reason: 'flood' }, ['CALLED_WHILE_SUSPENDED']],
    ['a resumption', 'GateResumed', {}, []],
    ['other hours', 'GateHoursChanged', { hours: [] }, ['OUTSIDE_HOURS']],
    ['another mode', 'HandoverModeChanged', { mode: 'CONTAINER_CUT' }, []],
  ])('follow %s that is recorded later for an earlier time', async (_act, type, data, codes) => {
    const log = opened();
    log.step('v1', 'customs-clearance', '2021-12-15T08:10:00+07:00', { declarationNumber: 'D1' });
    log.step('v1', 'call-forward', LATER);
    log.gate(type, '2021-12-15T08:20:00+07:00', data);
    expect(await codesOf(log)).toEqual(codes);
  });

  it('follow a correction of a gate act', async () => {
    const log = opened();
    const act = log.gate('GateHoursChanged', '2021-12-15T08:20:00+07:00', { hours: [] });
    log.step('v1', 'customs-clearance', '2021-12-15T08:10:00+07:00', { declarationNumber: 'D1' });
    log.step('v1', 'call-forward', LATER);
    log.gate('EventCorrected', LATER, { eventId: act, reason: 'DID_NOT_OCCUR' });
    expect(await codesOf(log)).toEqual([]);
  });
});

describe('a page of deviations', () => {
  let db: DatabaseSync;
  let eventId: string;
  const midnight = '2021-12-15T23:59:59+07:00';

  beforeAll(async () => {
    const log = opened();
    eventId = log.step('v1', 'handover', LATER, { dedicatedDriver: 'D01' });
    log.step('v1', 'hold-lift', midnight, { cause: 'A' });
    log.step('v1', 'hold-lift', '2021-12-16T00:00:00+07:00', { cause: 'B' });
    db = await log.views(deviations, gateTurns, borderGates);
  });

  it('names the step and its event', () => {
    expect(page(db, { limit: 1 }).items).toEqual([
      {
        gate: GATE,
        visitId: 'v1',
        code: 'CUSTOMS_NOT_CLEARED',
        detail: 'customs procedures are not finished',
        at: LATER,
        events: [eventId],
        recordTime: '2022-01-01T00:00:03.000Z',
      },
    ]);
  });

  it('holds the local days asked for, up to the event time asked for', () => {
    expect(page(db).items.map(({ at }) => at)).toEqual([LATER, LATER, midnight]);
    expect(page(db, { from: '2021-12-16', to: '2021-12-17' }).items).toHaveLength(1);
    expect(page(db, { at: Date.parse(midnight) - 1 }).items).toHaveLength(2);
    expect(page(db, { gates: ['OTHER_GATE'] }).items).toEqual([]);
  });

  it('goes on where the page before ended', () => {
    const first = page(db, { limit: 2 });
    const second = page(db, { limit: 2, cursor: first.nextCursor ?? '' });
    expect([first.items.length, second.items.length, second.nextCursor]).toEqual([2, 1, null]);
    expect([...first.items, ...second.items]).toEqual(page(db).items);
  });
});
