import { VISIT_CORRECTED } from '#libs/truck-flow';
import {
  arrival,
  correction,
  event,
  gateAct,
  gateRegistered,
  step,
} from '../../read-models/testing/given-events';
import { ARRIVED, published, VISIT } from '../testing/published';
import { UntranslatableEvent } from './translator';

describe('a correction', () => {
  const crossing = step(VISIT, 'crossing', '2021-12-15T09:20:00+07:00', { vehicle: { plate: '12C04567' } });

  it('tells the whole of what it replaces in the language of that type', async () => {
    const corrected = {
      at: '2021-12-15T09:50:00+07:00',
      data: { lane: 'EAST', vehicle: { plate: '12C08890' } },
    };
    const told = await published(
      arrival(VISIT, ARRIVED),
      crossing,
      correction(crossing, '2021-12-15T10:00:00+07:00', corrected),
    );
    expect(told.at(-1)).toMatchObject({
      type: 'vn.truckflow.TruckVisitCorrected.v1',
      time: '2021-12-15T10:00:00+07:00',
      data: {
        correctedEvent: crossing.eventId,
        reason: 'INCORRECT_DATA',
        replacement: {
          type: 'vn.truckflow.BorderCrossed.v1',
          eventTime: '2021-12-15T09:50:00+07:00',
          details: { lane: 'EAST' },
        },
      },
    });
    expect(JSON.stringify(told)).not.toContain('12C08890');
  });

  it('takes back what did not occur', async () => {
    const told = await published(
      arrival(VISIT, ARRIVED),
      crossing,
      correction(crossing, '2021-12-15T10:00:00+07:00'),
    );
    expect(told.at(-1)?.data).toMatchObject({ correctedEvent: crossing.eventId, reason: 'DID_NOT_OCCUR' });
    expect(told.at(-1)?.data).not.toHaveProperty('replacement');
  });

  it('of a gate or yard is told by its own type, with the force of the corrected act', async () => {
    const suspension = gateAct('suspension', '2021-12-15T07:00:00+07:00', {
      orderedBy: 'FOREIGN',
      reason: 'finding',
    });
    const told = await published(
      gateRegistered(),
      suspension,
      correction(suspension, '2021-12-15T08:00:00+07:00', {
        at: '2021-12-15T07:30:00+07:00',
        data: { orderedBy: 'HOME', reason: 'other finding' },
      }),
    );
    expect(told.at(-1)).toMatchObject({
      type: 'vn.truckflow.BorderGateCorrected.v1',
      topic: 'truck-flow.border-gate.v1',
      subject: 'NORTH_GATE',
      data: {
        gate: 'NORTH_GATE',
        replacement: {
          type: 'vn.truckflow.GateSuspended.v1',
          details: { orderedBy: 'HOME', effectiveFrom: '2021-12-15T07:30:00+07:00' },
        },
      },
    });
  });

  it('of nothing that is known stops the translation', async () => {
    const unknown = event(`truckVisit-${VISIT}`, VISIT_CORRECTED, ARRIVED, {
      eventId: 'x',
      reason: 'DID_NOT_OCCUR',
    });
    await expect(published(arrival(VISIT, ARRIVED), unknown)).rejects.toThrow(UntranslatableEvent);
  });
});
