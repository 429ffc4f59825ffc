import { auditTrail } from './audit-trail-query';
import type { AuditTrail } from './audit-trail-query';
import { consignments } from '../consignments';
import { YARD } from '../../../testing/given-events';
import { RecordedLog } from '../../../testing/recorded-log';
import { EVERYTHING } from '../../paging/scope';
import type { Scope } from '../../paging/scope';
import { truckVisits } from '../../truck-visits/truck-visits';

const GOODS = { consignments: [{ consignmentId: 'C1', cargoClass: 'DRY', owner: 'ALPHA' }] };
const OTHER_GOODS = { consignments: [{ consignmentId: 'C2', cargoClass: 'DRY', owner: 'BETA' }] };

/** Time of day on the day of the story. */
function at(time: string): string {
  return `2021-12-15T${time}:00+07:00`;
}

async function trailOf(
  log: RecordedLog,
  scope: Scope = EVERYTHING,
  id = 'C1',
): Promise<AuditTrail | undefined> {
  return auditTrail(await log.views(truckVisits, consignments), { consignmentId: id, scope, limit: 500 });
}

/** The trail as visit, local time and step, one text an entry. */
async function story(log: RecordedLog, scope?: Scope): Promise<string[]> {
  const trail = await trailOf(log, scope);
  return (trail?.items ?? []).map(
    ({ visitId, eventTime, type }) => `${visitId} ${eventTime.slice(11, 16)} ${type.split('.')[1] ?? ''}`,
  );
}

function cutTo(log: RecordedLog, visitId: string, time: string, toVisit?: string): string {
  const toTractor = {
    plate: '29C99999',
    country: 'VN',
    ...(toVisit === undefined ? {} : { visitId: toVisit }),
  };
  return log.step(visitId, 'container-cut', at(time), { yard: YARD, toTractor });
}

describe('audit trail of goods on one truck', () => {
  it('is the whole visit in event-time order, with the evidence of each event', async () => {
    const log = new RecordedLog();
    const arrival = log.arrival('v1', at('08:00'), GOODS);
    log.step('v1', 'disinfection', at('10:00'), { targets: ['CABIN'], place: 'BAY_2' });
    const cleared = log.step('v1', 'customs-clearance', at('09:00'), { declarationNumber: 'D1' });
    log.step('v1', 'delivery', at('12:00'), { foreignYard: 'PINGXIANG' });
    const items = (await trailOf(log))?.items ?? [];
    expect(items.map(({ type, place, revision }) => [type.split('.')[1], place, revision])).toEqual([
      ['TruckArrived', 'NORTH_GATE', '0'],
      ['CustomsCleared', 'NORTH_GATE', '2'],
      ['Disinfected', 'BAY_2', '1'],
      ['DeliveredAbroad', 'PINGXIANG', '3'],
    ]);
    expect(items[1]).toEqual({
      visitId: 'v1',
      eventId: cleared,
      type: 'truckVisit.CustomsCleared.v1',
      eventTime: at('09:00'),
      recordTime: '2022-01-01T00:00:03.000Z',
      place: 'NORTH_GATE',
      actor: { sub: 'operator-17', agency: null },
      role: 'gate-operator yard-operator',
      device: null,
      source: 'DEVICE',
      hash: items[3]?.previousHash,
      previousHash: items[2]?.hash,
      revision: '2',
      position: '2',
      data: { declarationNumber: 'D1' },
      corrections: [],
    });
    expect(items[0]).toMatchObject({ eventId: arrival, previousHash: null });
  });

  it('shows corrections beside what they correct, and what they correct as it was recorded', async () => {
    const log = new RecordedLog();
    log.arrival('v1', at('08:00'), GOODS);
    const hold = log.step('v1', 'hold', at('09:00'), { cause: 'PAPERS' });
    const first = log.correction('v1', hold, at('09:05'));
    const second = log.correction('v1', hold, at('09:06'), {
      at: at('07:00'),
      data: { cause: 'HEALTH' },
    });
    const items = (await trailOf(log))?.items ?? [];
    expect(items.map(({ eventId }) => eventId)[0]).toBe(hold);
    expect(items[0]).toMatchObject({
      eventTime: at('09:00'),
      data: { cause: 'PAPERS' },
      corrections: [
        { eventId: first, data: { eventId: hold, reason: 'DID_NOT_OCCUR' } },
        { eventId: second, type: 'truckVisit.EventCorrected.v1', previousHash: expect.any(String) as string },
      ],
    });
    expect(items).toHaveLength(2);
  });

  it('leaves out the claims protocol', async () => {
    const log = new RecordedLog();
    log.arrival('v1', at('08:00'), GOODS);
    log.record('truckVisit-v1', 'truckVisit.HandoverVoided.v1', at('09:00'), { byVisit: 'v2' });
    expect(await story(log)).toEqual(['v1 08:00 TruckArrived']);
  });

  it('is unknown for goods that nobody named', async () => {
    const log = new RecordedLog();
    log.arrival('v1', at('08:00'), OTHER_GOODS);
    expect(await trailOf(log)).toBeUndefined();
  });

  it('of goods named by mistake is the arrival that named them, with its correction', async () => {
    const log = new RecordedLog();
    const wrong = log.arrival('v1', at('08:00'), GOODS);
    log.step('v1', 'customs-clearance', at('09:00'), { declarationNumber: 'D1' });
    const right = {
      visitId: 'v1',
      gate: 'NORTH_GATE',
      direction: 'EXPORT',
      tractor: { plate: 'A1' },
      bodyType: 'BOX',
    };
    log.correction('v1', wrong, at('10:00'), { at: at('08:00'), data: { ...right, ...OTHER_GOODS } });
    expect(await story(log)).toEqual(['v1 08:00 TruckArrived']);
    const mistaken = await trailOf(log, EVERYTHING, 'C1');
    const meant = await trailOf(log, EVERYTHING, 'C2');
    expect(mistaken?.items[0]?.corrections).toHaveLength(1);
    expect(meant?.items).toHaveLength(2);
  });

  it('of a voided visit is what was recorded of the arrival', async () => {
    const log = new RecordedLog();
    const arrival = log.arrival('v1', at('08:00'), GOODS);
    log.correction('v1', arrival, at('08:05'));
    const trail = await trailOf(log);
    expect(trail?.items).toMatchObject([
      { eventId: arrival, corrections: [{ data: { reason: 'DID_NOT_OCCUR' } }] },
    ]);
  });
});

describe('audit trail of goods that change vehicles', () => {
  it('goes on with the visit after the cut, and not with the emptied truck', async () => {
    const log = new RecordedLog();
    log.arrival('v1', at('08:00'), { ...GOODS, trailer: { plate: '12R00321' } });
    cutTo(log, 'v1', '09:00');
    log.arrival('v2', at('10:00'), { ...OTHER_GOODS, previousVisitId: 'v1' });
    log.step('v1', 'crossing', at('11:00'), { vehicle: { plate: '29C99999' } });
    expect(await story(log)).toEqual([
      'v1 08:00 TruckArrived',
      'v1 09:00 ContainerCut',
      'v1 11:00 BorderCrossed',
    ]);
  });

  it('follows the receiving vehicle into its own visit, from the transfer on', async () => {
    const log = new RecordedLog();
    log.arrival('v2', at('07:00'), { ...OTHER_GOODS, tractor: { plate: '29C99999' } });
    log.arrival('v1', at('08:00'), GOODS);
    log.step('v2', 'customs-clearance', at('08:59'), { declarationNumber: 'D2' });
    cutTo(log, 'v1', '09:00', 'v2');
    log.step('v2', 'handover', at('09:30'), { dedicatedDriver: 'D01' });
    log.step('v2', 'crossing', at('10:00'), { vehicle: { plate: '29C99999' } });
    expect(await story(log)).toEqual([
      'v1 08:00 TruckArrived',
      'v1 09:00 ContainerCut',
      'v2 09:30 HandedOverToDedicatedDriver',
      'v2 10:00 BorderCrossed',
    ]);
  });

  it('does so when the receiving visit names the goods too', async () => {
    const log = new RecordedLog();
    log.arrival('v2', at('07:00'), { ...GOODS, tractor: { plate: '29C99999' } });
    log.arrival('v1', at('08:00'), GOODS);
    cutTo(log, 'v1', '09:00', 'v2');
    log.step('v2', 'crossing', at('10:00'), { vehicle: { plate: '29C99999' } });
    expect(await story(log)).toEqual([
      'v1 08:00 TruckArrived',
      'v1 09:00 ContainerCut',
      'v2 10:00 BorderCrossed',
    ]);
  });

  it('leaves a vehicle when the goods are transferred on, vehicle after vehicle', async () => {
    const log = new RecordedLog();
    const vehicle = (plate: string, visitId: string) => ({
      toVehicle: { plate, country: 'VN', visitId },
      yard: YARD,
    });
    for (const visit of ['v2', 'v3', 'v4']) log.arrival(visit, at('06:00'), OTHER_GOODS);
    log.arrival('v1', at('08:00'), { ...GOODS, container: { number: 'CSQU3054383' } });
    log.step('v1', 'container-lift', at('09:00'), {
      ...vehicle('X2', 'v2'),
      container: { number: 'CSQU3054383' },
    });
    log.step('v2', 'hold', at('09:10'), { cause: 'PAPERS' });
    log.step('v1', 'transload', at('10:00'), vehicle('X3', 'v3'));
    log.step('v2', 'yard-exit', at('10:30'), { yard: YARD });
    log.step('v3', 'transload', at('11:00'), vehicle('X4', 'v4'));
    log.step('v4', 'crossing', at('12:00'), { vehicle: { plate: 'X4' } });
    log.step('v2', 'turn-back', at('13:00'), { reason: 'empty' });
    expect(await story(log)).toEqual([
      'v1 08:00 TruckArrived',
      'v1 09:00 ContainerLifted',
      'v2 09:10 HoldPlaced',
      'v1 10:00 CargoTransloaded',
      'v3 11:00 CargoTransloaded',
      'v4 12:00 BorderCrossed',
    ]);
  });

  it('ends in no circle', async () => {
    const log = new RecordedLog();
    log.arrival('v1', at('08:00'), GOODS);
    log.arrival('v2', at('08:30'), OTHER_GOODS);
    cutTo(log, 'v1', '09:00', 'v2');
    cutTo(log, 'v2', '10:00', 'v1');
    expect(await story(log)).toHaveLength(3);
  });

  it('spans every visit that carries the same goods', async () => {
    const log = new RecordedLog();
    log.arrival('v1', at('08:00'), GOODS);
    log.step('v1', 'diversion', at('09:00'), { reason: 'full', toGate: 'OTHER_GATE' });
    log.arrival('v2', at('12:00'), { ...GOODS, gate: 'OTHER_GATE', previousVisitId: 'v1' });
    expect(await story(log)).toEqual(['v1 08:00 TruckArrived', 'v1 09:00 Diverted', 'v2 12:00 TruckArrived']);
  });

  it('follows the transfer as it counts after a correction', async () => {
    const log = new RecordedLog();
    log.arrival('v2', at('07:00'), OTHER_GOODS);
    log.arrival('v1', at('08:00'), GOODS);
    const cut = cutTo(log, 'v1', '09:00', 'v2');
    log.step('v2', 'crossing', at('10:00'), { vehicle: { plate: '29C99999' } });
    log.correction('v1', cut, at('10:30'));
    expect(await story(log)).toEqual(['v1 08:00 TruckArrived', 'v1 09:00 ContainerCut']);
  });
});
