import { streamOf } from '#libs/event-sourcing';
import { GATE } from '../../../testing/given-events';
import { RecordedLog } from '../../../testing/recorded-log';
import { ruledGates } from '../../../testing/ruled-gates';
import type { GivenOrder } from '../../../testing/ruled-gates';
import { borderGates } from '../../border-gates/border-gates';
import { truckVisits } from '../../truck-visits/truck-visits';
import { orderOverrides } from '../overrides/order-overrides';
import { gateTurns } from '../turns/gate-turns';
import { outOfTurnOf } from './out-of-turn';
import { overtakingsPage } from './overtakings-query';
import type { OvertakingRow } from './overtakings-query';

const clock = (time: string) => `2021-12-15T${time}:00+07:00`;
const DAY = {
  gates: [GATE],
  from: '2021-12-15',
  to: '2021-12-16',
  at: Date.parse(clock('20:00')),
  limit: 50,
};
const ORDER: GivenOrder = {
  policy: 'ORDER',
  from: clock('00:00'),
  classes: [
    { class: 'PERISHABLE', weight: 1, when: { cargoClass: ['FRESH_PRODUCE'] } },
    { class: 'ORDINARY', weight: 2 },
  ],
};

/** A truck that is cleared as it arrives; perishable where its name begins with P. */
function arrives(log: RecordedLog, visitId: string, time: string): void {
  const cargoClass = visitId.startsWith('P') ? 'FRESH_PRODUCE' : 'DRY';
  log.arrival(visitId, clock(time), { consignments: [{ consignmentId: visitId, cargoClass }] });
  log.step(visitId, 'customs-clearance', clock(time), { declarationNumber: visitId });
}

function line(): RecordedLog {
  const log = new RecordedLog();
  log.registerGate();
  for (const [index, visitId] of ['O1', 'O2', 'O3', 'P1', 'P2'].entries())
    arrives(log, visitId, `07:0${index}`);
  return log;
}

const judged = { policyVersion: '1', judgedAt: '9' };

async function overtakings(
  log: RecordedLog,
  all = false,
  orders = [ORDER],
): Promise<readonly OvertakingRow[]> {
  const db = await log.views(gateTurns, truckVisits, borderGates, orderOverrides);
  const source = ruledGates(db, ...orders);
  const { items } = overtakingsPage(db, { ...DAY, all }, source);
  // Each visit says the same of itself, but for what the order allows.
  for (const { visitId, reason } of items) {
    const own = outOfTurnOf(db, GATE, visitId, source.gate(GATE));
    expect([visitId, own.length]).toEqual([visitId, reason === 'RULE' ? 0 : 1]);
  }
  return items;
}

const told = (rows: readonly OvertakingRow[]) =>
  rows.map(({ visitId, passed, reason }) => `${visitId} ${passed} ${reason}`);

describe('overtakings under an order', () => {
  it('are of the rule where the order had the truck next, and then shown only when asked for', async () => {
    const log = line();
    log.step('P1', 'call-forward', clock('08:00'), judged);
    log.step('O1', 'call-forward', clock('08:01'), judged);
    log.step('O2', 'call-forward', clock('08:02'), judged);
    log.step('P2', 'call-forward', clock('08:03'), judged);
    expect(await overtakings(log)).toEqual([]);
    expect(told(await overtakings(log, true))).toEqual(['P1 3 RULE', 'P2 1 RULE']);
    expect(told(await overtakings(log, false, []))).toEqual(['P1 3 NONE', 'P2 1 NONE']);
  });

  it('have no reason where a truck went without a call', async () => {
    const log = line();
    log.step('O2', 'crossing', clock('08:00'), { vehicle: { plate: '12C04567' } });
    expect(told(await overtakings(log))).toEqual(['O2 1 NONE']);
  });

  it('are of a late report where the call was in order as it was judged and is not by what is known now', async () => {
    const log = line();
    log.step('P1', 'call-forward', clock('08:00'), judged);
    arrives(log, 'P0', '06:00');
    expect(told(await overtakings(log, true))).toEqual(['P1 4 LATE_REPORT']);
  });

  it('of a call that was told late are of that report if it was in order by what its reporter had seen', async () => {
    const seen = async (position: string | undefined) => {
      const log = line();
      arrives(log, 'P0', '06:00');
      const observed = { observed: true, observation: 'by radio', policyVersion: '1', passed: 1 };
      const judgedAt = position === undefined ? {} : { judgedAt: position };
      log.step('P1', 'call-forward', clock('08:00'), { ...observed, ...judgedAt });
      return told(await overtakings(log));
    };
    // The eleventh event is the last before the arrival that came first in the line.
    expect(await seen('10')).toEqual(['P1 4 LATE_REPORT']);
    expect(await seen('12')).toEqual(['P1 4 NONE']);
    expect(await seen(undefined)).toEqual(['P1 4 NONE']);
  });

  it('by an override name it, who asked for it and who confirmed it', async () => {
    const log = line();
    const queue = streamOf('gateQueue', GATE);
    const requestedBy = { sub: 'hoa', agency: 'GATE_BOARD' };
    const confirmedBy = { sub: 'long', agency: 'CUSTOMS' };
    const request = {
      gate: GATE,
      override: 'o1',
      visitId: 'O3',
      reason: 'oxygen',
      legalBasis: '2515',
      requestedBy,
    };
    log.record(queue, 'gateQueue.OverrideRequested.v1', clock('07:30'), request);
    log.record(queue, 'gateQueue.OverrideConfirmed.v1', clock('07:40'), {
      gate: GATE,
      override: 'o1',
      confirmedBy,
    });
    log.step('O3', 'call-forward', clock('08:00'), { ...judged, override: 'o1' });
    expect(await overtakings(log)).toMatchObject([
      {
        visitId: 'O3',
        passed: 2,
        passedVisitIds: ['O1', 'O2'],
        reason: 'OVERRIDE',
        override: { id: 'o1', legalBasis: '2515', reason: 'oxygen', requestedBy, confirmedBy },
      },
    ]);
  });

  it('are judged by the order that was in force at each of them', async () => {
    const log = line();
    log.step('P1', 'call-forward', clock('08:00'));
    log.step('O2', 'call-forward', clock('08:30'));
    const later = { ...ORDER, from: clock('08:10'), window: 2 };
    expect(told(await overtakings(log, true, [later]))).toEqual(['P1 3 NONE', 'O2 1 NONE']);
    expect(told(await overtakings(log, true, [{ ...later, window: 3 }]))).toEqual(['P1 3 NONE', 'O2 1 RULE']);
    const ended = { ...ORDER, until: clock('08:10') };
    expect(told(await overtakings(log, true, [ended]))).toEqual(['P1 3 RULE', 'O2 1 NONE']);
  });
});
