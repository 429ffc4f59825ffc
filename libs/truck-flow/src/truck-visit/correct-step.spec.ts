import { VISIT_CORRECTED } from './events';
import type { CorrectStep } from './decide';
import type { TruckVisitEvent } from './events';
import {
  ARRIVED,
  CALLED,
  CLEARED,
  CROSSED,
  HANDED_OVER,
  at,
  body,
  corrected,
  correction,
  given,
  past,
  recorded,
  report,
} from '../../testing/visit-story';
import { givenEventId } from '#libs/event-sourcing/testing';
import type { StepName } from './steps';

/** Corrects the `index`-th event to the whole body of its step. */
function toBody(index: number, step: StepName, clock: string, changed: object = {}): CorrectStep {
  return correction(index, { reason: 'INCORRECT_DATA', corrected: body(step, clock, changed) });
}

describe('a step that did not occur', () => {
  it('is corrected away', () => {
    given(...CLEARED)
      .when(correction(1))
      .then([corrected(1)], []);
  });

  it('is asked for again before the next', () => {
    given(...CLEARED, corrected(1))
      .when(report('disinfection', '07:30'))
      .thenRejected('CUSTOMS_NOT_CLEARED');
  });

  it('can be recorded anew, with other data', () => {
    const anew = { declarationNumber: 'D-2021-9' };
    given(...CLEARED, corrected(1))
      .when(report('customs-clearance', '07:40', anew))
      .then([recorded('customs-clearance', '07:40', anew)]);
  });

  it('frees the way of an ending that was none', () => {
    given(...HANDED_OVER, past('turn-back', '08:40'), corrected(5))
      .when(report('crossing', '09:00'))
      .then([recorded('crossing', '09:00')]);
  });

  it('voids the visit when it is the arrival', () => {
    given(...CLEARED, corrected(0))
      .when(report('disinfection', '07:30'))
      .thenRejected('BEFORE_ARRIVAL');
  });

  it('has no corrected body', () => {
    given(...CLEARED)
      .when(correction(1, { corrected: body('customs-clearance', '07:00') }))
      .thenRejected('CORRECTED_BODY_UNEXPECTED');
  });
});

describe('a step recorded with incorrect data', () => {
  it('gets the whole new body, its time included', () => {
    given(...CLEARED)
      .when(toBody(1, 'customs-clearance', '07:05', { declarationNumber: 'D-2021-9' }))
      .then([corrected(1, 'customs-clearance', '07:05', { declarationNumber: 'D-2021-9' })], []);
  });

  it('counts with its new data and time', () => {
    given(...CLEARED, corrected(1, 'customs-clearance', '07:25'))
      .when(report('disinfection', '07:20'))
      .thenRejected('CUSTOMS_NOT_CLEARED');
  });

  it('needs the new body', () => {
    given(...CLEARED)
      .when(correction(1, { reason: 'INCORRECT_DATA' }))
      .thenRejected('CORRECTED_BODY_MISSING');
  });

  it('is read like the step itself: plates normalised, odd ones warned of', () => {
    const odd = { container: { number: 'CSQU 305438-4' }, tractor: { plate: '12c-011.11' } };
    const ofStep = [{ code: 'CONTAINER_CHECK_DIGIT', pointer: '/container/number' }];
    const ofAnswer = [{ code: 'CONTAINER_CHECK_DIGIT', pointer: '/corrected/container/number' }];
    const event = corrected(0, 'arrival', '06:40', { ...odd, warnings: ofStep });
    given(...ARRIVED)
      .when(toBody(0, 'arrival', '06:40', odd))
      .then([{ ...event, data: { ...event.data, warnings: ofAnswer } } as TruckVisitEvent], ofAnswer);
    given(...ARRIVED)
      .when(toBody(0, 'arrival', '06:40', { tractor: { plate: '12С-011.11' } }))
      .thenRejected('PLATE_UNREADABLE');
  });

  it('keeps the vehicle that crossed', () => {
    given(...CROSSED)
      .when(toBody(5, 'crossing', '09:10', { lane: 'FRUIT' }))
      .then([corrected(5, 'crossing', '09:10', { lane: 'FRUIT' })]);
  });
});

describe('a correction', () => {
  it('keeps the place where it was reported, which is not that of the step', () => {
    const place = 'gate office';
    const { data, ...event } = corrected(1);
    const placed = { ...event, data: { ...data, place } } as TruckVisitEvent;
    given(...CLEARED)
      .when(correction(1, { place }))
      .then([placed]);
    given(...CLEARED, placed)
      .when(correction(1, { place }))
      .thenNothing();
    given(...CLEARED, placed)
      .when(correction(1))
      .then([corrected(1)]);
  });

  it('said twice is one', () => {
    given(...CLEARED, corrected(1))
      .when(correction(1, { at: at('21:00'), now: at('21:00') }))
      .thenNothing();
  });

  it('is replaced by a later one of the same event', () => {
    given(...CLEARED, corrected(1))
      .when(toBody(1, 'customs-clearance', '07:10'))
      .then([corrected(1, 'customs-clearance', '07:10')]);
    given(...CLEARED, corrected(1), corrected(1, 'customs-clearance', '07:10'))
      .when(report('disinfection', '07:30'))
      .then([recorded('disinfection', '07:30')]);
  });

  it('is not corrected itself', () => {
    given(...CLEARED, corrected(1))
      .when(correction(2))
      .thenRejected('CORRECTION_OF_CORRECTION');
  });

  it('of an event that is not of this visit is refused', () => {
    given(...CLEARED)
      .when(correction(7))
      .thenRejected('EVENT_NOT_FOUND');
  });

  it('does not touch the steps of the claims protocol', () => {
    const voided = {
      type: 'truckVisit.ArrivalVoided.v1',
      data: { byVisit: 'another' },
      eventTime: at('06:30'),
    } as const;
    given(voided, ...ARRIVED)
      .when(correction(0))
      .thenRejected('EVENT_NOT_FOUND');
  });

  it('leaves the recorded step as it is', () => {
    given(...CLEARED)
      .when(correction(1))
      .then([
        {
          type: VISIT_CORRECTED,
          data: { eventId: givenEventId(1), reason: 'DID_NOT_OCCUR', gate: 'TAN_THANH' },
          eventTime: at('20:00'),
        },
      ]);
  });
});

describe('undo', () => {
  const own = {
    ...past('customs-clearance', '07:10'),
    by: 'officer-3',
    recordTime: '2021-12-15T00:12:00.000Z',
  };
  const by = { sub: 'officer-3', manager: false };

  it('is open to who recorded the last entry, for ten minutes', () => {
    given(...ARRIVED, own)
      .when(correction(1, { by, now: '2021-12-15T00:22:00.000Z' }))
      .then([corrected(1)]);
  });

  it('counts the ten minutes from the record, not from what happened', () => {
    given(...ARRIVED, { ...own, recordTime: '2021-12-15T09:00:00.000Z' })
      .when(correction(1, { by, now: '2021-12-15T09:09:00.000Z' }))
      .then([corrected(1)]);
  });

  it('is closed a moment later', () => {
    given(...ARRIVED, own)
      .when(correction(1, { by, now: '2021-12-15T00:22:00.001Z' }))
      .thenRejected('CORRECTION_NEEDS_MANAGER');
  });

  it('is closed to others', () => {
    given(...ARRIVED, own)
      .when(correction(1, { by: { sub: 'officer-4', manager: false }, now: '2021-12-15T00:13:00.000Z' }))
      .thenRejected('CORRECTION_NEEDS_MANAGER');
  });

  it('is closed when somebody recorded something after it', () => {
    given(...ARRIVED, own, { ...past('hold', '07:00'), by: 'officer-4' })
      .when(correction(1, { by, now: '2021-12-15T00:13:00.000Z' }))
      .thenRejected('CORRECTION_NEEDS_MANAGER');
  });

  it('may be thought better of within the ten minutes', () => {
    given(...ARRIVED, own, corrected(1))
      .when({ ...toBody(1, 'customs-clearance', '07:10'), by, now: '2021-12-15T00:15:00.000Z' })
      .then([corrected(1, 'customs-clearance', '07:10')]);
  });

  it('is always open to the gate manager', () => {
    given(...CALLED)
      .when(correction(1, { now: at('2021-12-30 08:00') }))
      .then([corrected(1)]);
  });
});
