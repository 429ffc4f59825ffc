import { gateSource } from '../border-gates/border-gates-query';
import { borderGates } from '../border-gates/border-gates';
import { GATE, YARD } from '../../testing/given-events';
import { gateTurns } from '../gate-queue/turns/gate-turns';
import { RecordedLog } from '../../testing/recorded-log';
import { toldSteps } from '../../testing/told-steps';
import { EVERYTHING } from '../paging/scope';
import { truckVisit } from './truck-visit-query';
import type { TruckVisitDetails } from './truck-visit-query';
import { truckVisits } from './truck-visits';

const ARRIVED = '2022-01-01T08:00:00+07:00';
const NOW = Date.parse('2022-01-02T12:00:00+07:00');

/** Minutes after the arrival. */
function after(minutes: number): string {
  const local = new Date(Date.parse(ARRIVED) + 7 * 3_600_000 + minutes * 60_000);
  return `${local.toISOString().slice(0, 19)}+07:00`;
}

async function detailsOf(log: RecordedLog, visitId = 'v1'): Promise<TruckVisitDetails | undefined> {
  const db = await log.views(truckVisits, gateTurns, borderGates);
  return truckVisit(db, { visitId, at: NOW, scope: EVERYTHING }, gateSource(db));
}

function arrived(data: object = {}): RecordedLog {
  const log = new RecordedLog();
  log.registerGate();
  log.arrival('v1', ARRIVED, data);
  return log;
}

describe('details of a truck visit', () => {
  it('are its arrival, and what it still has to do', async () => {
    const log = arrived({ trailer: { plate: '12R00321' }, driver: 'subject-7', carrier: 'CARRIER' });
    expect(await detailsOf(log)).toMatchObject({
      visitId: 'v1',
      gate: GATE,
      stage: 'ARRIVED',
      revision: '0',
      onHand: true,
      arrival: { at: ARRIVED, bodyType: 'REEFER_CONTAINER', carrier: 'CARRIER' },
      carriage: { tractor: { plate: '12C04567' }, trailer: { plate: '12R00321' }, driver: 'subject-7' },
      held: false,
      handoverMode: 'FOREIGN_YARD',
      missing: ['customs-clearance', 'disinfection', 'handover'],
      deviations: [],
      flags: [],
    });
  });

  it('tell the last weighing, in whatever order they were recorded', async () => {
    const log = arrived();
    log.step('v1', 'weighing', after(90), { grossKg: 21_000, axles: 6 });
    log.step('v1', 'weighing', after(60), { grossKg: 38_400 });
    expect((await detailsOf(log))?.weighing).toEqual({ grossKg: 21_000, axles: 6, at: after(90) });
    expect(await detailsOf(arrived())).not.toHaveProperty('weighing');
  });

  it('are unknown of a visit nobody recorded', async () => {
    expect(await detailsOf(arrived(), 'v2')).toBeUndefined();
  });

  it('show the steps as they happened, in whatever order they were recorded', async () => {
    const log = arrived();
    log.step('v1', 'disinfection', after(60), {
      targets: ['CABIN'],
      procedureVersion: '1',
      gateRevision: '0',
    });
    log.step('v1', 'customs-clearance', after(30), { declarationNumber: 'D1' });
    const details = await detailsOf(log);
    expect(details?.steps.map(({ type, eventTime }) => [type, eventTime])).toEqual([
      ['truckVisit.TruckArrived.v1', ARRIVED],
      ['truckVisit.CustomsCleared.v1', after(30)],
      ['truckVisit.Disinfected.v1', after(60)],
    ]);
    expect(details).toMatchObject({
      stage: 'DISINFECTED',
      missing: ['handover'],
      deviations: [],
      revision: '2',
    });
    expect(details?.steps[2]?.body).toEqual({ targets: ['CABIN'], procedureVersion: '1' });
    expect(toldSteps(details?.next).slice(0, 2)).toEqual(['handover', 'crossing: NOT_HANDED_OVER']);
  });

  it('show warnings, and what was recorded against the order', async () => {
    const log = arrived({ warnings: [{ code: 'PLATE_UNUSUAL', pointer: '/tractor/plate' }] });
    const crossing = log.step('v1', 'crossing', after(10), {
      vehicle: { plate: '12C04567' },
      observed: true,
    });
    const details = await detailsOf(log);
    expect(details?.warnings).toEqual([
      { code: 'PLATE_UNUSUAL', pointer: '/tractor/plate', eventId: details?.steps[0]?.eventId },
    ]);
    expect(details?.deviations.map(({ code, eventId }) => [code, eventId === crossing])).toEqual([
      ['CUSTOMS_NOT_CLEARED', true],
      ['CABIN_NOT_DISINFECTED', true],
      ['NOT_HANDED_OVER', true],
    ]);
    expect(details).toMatchObject({ stage: 'CROSSED', onHand: false, missing: [] });
    expect(toldSteps(details?.next)).toEqual(['delivery', 'return: NOT_HANDED_OVER']);
  });

  it('flag what was recorded more than seven days after it happened', async () => {
    const log = arrived();
    // Recorded as the third and fourth event of the log, in the third and fourth second of 2022.
    log.step('v1', 'customs-clearance', '2021-12-25T00:00:03Z', { declarationNumber: 'D1' });
    log.step('v1', 'yard-entry', '2021-12-25T00:00:03.999Z', { yard: YARD });
    const details = await detailsOf(log);
    expect(details?.flags).toEqual(['LATE_REPORT']);
    expect(details?.steps.map(({ flags }) => flags)).toEqual([[], ['LATE_REPORT'], []]);
  });

  it('say which correction a step stands by, and forget what did not occur', async () => {
    const log = arrived();
    const cleared = log.step('v1', 'customs-clearance', after(30), { declarationNumber: 'D1' });
    const held = log.step('v1', 'hold', after(40), { cause: 'PAPERS' });
    const corrected = { at: after(35), data: { declarationNumber: 'D2' } };
    const first = log.correction('v1', cleared, after(50), corrected);
    const second = log.correction('v1', held, after(55));
    const details = await detailsOf(log);
    expect(details?.steps.at(-1)).toMatchObject({
      eventId: cleared,
      eventTime: after(35),
      body: { declarationNumber: 'D2' },
      correctedBy: first,
    });
    expect(details?.corrections).toMatchObject([
      { eventId: first, corrects: { eventId: cleared, type: 'truckVisit.CustomsCleared.v1' } },
      {
        eventId: second,
        corrects: { eventId: held, type: 'truckVisit.HoldPlaced.v1' },
        reason: 'DID_NOT_OCCUR',
      },
    ]);
    expect(details).toMatchObject({ held: false, revision: '4' });
  });

  it('show what crossed by all that is recorded today', async () => {
    const crossedWith = async (log: RecordedLog) =>
      (await detailsOf(log))?.steps.find(({ type }) => type === 'truckVisit.BorderCrossed.v1')?.body[
        'vehicle'
      ];
    const vehicle = { plate: '12C04567' };
    const changed = { tractor: { plate: '12C08888' }, reason: 'breakdown' };

    const late = arrived();
    late.step('v1', 'crossing', after(60), { vehicle });
    late.step('v1', 'vehicle-change', after(30), changed);
    late.step('v1', 'vehicle-change', after(90), { ...changed, tractor: { plate: '12C09999' } });
    expect(await crossedWith(late)).toEqual({ plate: '12C08888' });

    const misread = new RecordedLog();
    misread.registerGate();
    const arrival = misread.arrival('v1', ARRIVED);
    misread.step('v1', 'crossing', after(60), { vehicle });
    const { steps } = (await detailsOf(misread)) ?? { steps: [] };
    const data = { ...steps[0]?.body, tractor: { plate: '12C04576' } };
    misread.correction('v1', arrival, after(70), { at: ARRIVED, data });
    expect(await crossedWith(misread)).toEqual({ plate: '12C04576' });

    const unknown = new RecordedLog();
    unknown.registerGate();
    unknown.step('v1', 'crossing', after(60), { vehicle: { plate: '' }, observed: true });
    unknown.arrival('v1', ARRIVED);
    expect(await crossedWith(unknown)).toEqual({ plate: '12C04567' });
  });

  it('show what crossed before the arrival as it was recorded', async () => {
    const log = arrived();
    log.step('v1', 'crossing', after(-10), { vehicle: { plate: '12C04567' }, observed: true });
    expect((await detailsOf(log))?.steps[0]?.body['vehicle']).toEqual({ plate: '12C04567' });
  });

  it('are those of a voided visit when the arrival did not occur', async () => {
    const log = new RecordedLog();
    log.registerGate();
    const arrival = log.arrival('v1', ARRIVED);
    log.correction('v1', arrival, after(5));
    const details = await detailsOf(log);
    expect(details).toMatchObject({ stage: 'VOIDED', onHand: false, gate: GATE, steps: [], missing: [] });
    expect(details).not.toHaveProperty('arrival');
  });

  it.each(['ArrivalVoided', 'HandoverVoided'])('count %s as a revision and never show it', async (type) => {
    const log = arrived();
    log.record('truckVisit-v1', `truckVisit.${type}.v1`, after(1), { byVisit: 'v2' });
    expect(await detailsOf(log)).toMatchObject({
      revision: '1',
      steps: [{ type: 'truckVisit.TruckArrived.v1' }],
    });
  });
  it('are the same of events that carry their gate and of older ones', async () => {
    const details = (carried: object) => {
      const log = arrived();
      const cleared = log.step('v1', 'customs-clearance', after(1), { declarationNumber: 'D1', ...carried });
      log.step('v1', 'hold', after(2), { cause: 'PAPERS', ...carried });
      log.correction('v1', cleared, after(3), {
        at: after(1),
        data: { declarationNumber: 'D2', ...carried },
      });
      return detailsOf(log);
    };
    const shown = await details({ gate: GATE });
    expect(shown?.steps.map(({ body }) => 'gate' in body)).toEqual([true, false, false]);
    const withoutIds = (of: unknown) => JSON.stringify(of).replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id');
    expect(withoutIds(shown)).toBe(withoutIds(await details({})));
  });
});
