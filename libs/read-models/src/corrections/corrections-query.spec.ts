import type { DatabaseSync } from 'node:sqlite';
import { GATE } from '../../testing/given-events';
import { RecordedLog } from '../../testing/recorded-log';
import { borderGates } from '../border-gates/border-gates';
import { gateSource } from '../border-gates/border-gates-query';
import { corrections } from './corrections';
import { correctionPage } from './corrections-query';
import type { CorrectionPage, CorrectionsQuery } from './corrections-query';
import { CursorUnreadable } from '../paging/cursor';

const AT = '2021-12-15T08:00:00+07:00';
const LATER = '2021-12-15T09:00:00+07:00';
/** Everything of these logs is recorded on it. */
const DAY = { from: '2022-01-01', to: '2022-01-02' };

let db: DatabaseSync;
let arrival: string;

function page(by: Partial<CorrectionsQuery> = {}): CorrectionPage {
  return correctionPage(db, { gates: [GATE], ...DAY, limit: 50, ...by }, gateSource(db));
}

const CORRECTED = { declarationNumber: 'D-2' };

beforeAll(async () => {
  const log = new RecordedLog();
  log.registerGate();
  arrival = log.arrival('v1', AT);
  const customs = log.step('v1', 'customs-clearance', LATER, { declarationNumber: 'D-1' });
  log.correction('v1', customs, LATER, { at: AT, data: CORRECTED });
  log.correction('v1', customs, LATER);
  const act = log.gate('GateSuspended', AT, { orderedBy: 'HOME', reason: 'flood' });
  log.gate('EventCorrected', LATER, { eventId: act, reason: 'DID_NOT_OCCUR' });
  log.arrival('v2', AT, { gate: 'OTHER_GATE' });
  const other = log.step('v2', 'cancellation', LATER, { reason: 'error' });
  log.correction('v2', other, LATER);
  db = await log.views(corrections, borderGates);
});

describe('the corrections of a gate', () => {
  it('say what was corrected, by whom, when, why, and how it was before and after', () => {
    const { items } = page();
    expect(items.map(({ type, reason, before, after }) => [type, reason, before, after])).toEqual([
      [
        'truckVisit.CustomsCleared.v1',
        'INCORRECT_DATA',
        { at: LATER, data: { declarationNumber: 'D-1' } },
        { at: AT, data: CORRECTED },
      ],
      ['truckVisit.CustomsCleared.v1', 'DID_NOT_OCCUR', { at: AT, data: CORRECTED }, null],
      [
        'borderGate.GateSuspended.v1',
        'DID_NOT_OCCUR',
        { at: AT, data: { orderedBy: 'HOME', reason: 'flood' } },
        null,
      ],
    ]);
    expect(items.map(({ visitId }) => visitId)).toEqual(['v1', 'v1', undefined]);
    expect(items[0]).toMatchObject({ gate: GATE, at: LATER, recordTime: '2022-01-01T00:00:04.000Z' });
    expect(arrival).not.toBe(items[0]?.eventId);
  });

  it('are those of the gates, of the person and of the local days asked for', () => {
    const { items } = page();
    const actor = items[0]?.actor.sub ?? '';
    expect(page({ actor }).items).toEqual(items);
    expect(page({ actor: `not ${actor}` }).items).toEqual([]);
    expect(page({ from: '2021-12-01', to: '2022-01-01' }).items).toEqual([]);
    expect(page({ gates: ['OTHER_GATE'] }).items.map(({ visitId }) => visitId)).toEqual(['v2']);
    expect(page({ gates: [] }).items).toEqual([]);
  });

  it('go on where the page before ended, over all gates', () => {
    const gates = [GATE, 'OTHER_GATE'];
    const whole = page({ gates }).items;
    expect(whole).toHaveLength(4);
    const paged: unknown[] = [];
    for (let cursor: string | undefined, more = true; more;) {
      const part = page({ gates, limit: 1, ...(cursor === undefined ? {} : { cursor }) });
      paged.push(...part.items);
      more = part.nextCursor !== null;
      cursor = part.nextCursor ?? undefined;
    }
    expect(paged).toEqual(whole);
    expect(() => page({ cursor: 'made-up' })).toThrow(CursorUnreadable);
  });
});
