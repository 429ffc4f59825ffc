import { effective } from '#libs/event-sourcing';
import type { DomainEvent, RecordedEvent } from '#libs/event-sourcing';
import {
  body,
  corrected,
  correction,
  logOf,
  past,
  recorded,
  report,
  TAN_THANH,
} from '../../testing/visit-story';
import { visitOrder } from './category';
import { truckVisit } from './decide';
import type { TruckVisitCommand } from './decide';
import type { TruckVisitEvent } from './events';
import { gateCarriedBy, gateOf } from './visit-gate';

/** Where the truck arrived, as a correction of the arrival says. */
const ELSEWHERE = { gate: 'CHI_MA' };

function decided(command: TruckVisitCommand, ...given: readonly TruckVisitEvent[]): readonly DomainEvent[] {
  const log = logOf(given);
  return truckVisit.decide(command, { recorded: log, effective: effective(log, visitOrder) }).events;
}

/** The correction of the `index`-th event to another body. */
function toBody(index: number, ...of: Parameters<typeof body>): TruckVisitCommand {
  return correction(index, { reason: 'INCORRECT_DATA', corrected: body(...of) });
}

const carriedBy = (events: readonly DomainEvent[]) => events.map((event) => gateCarriedBy(event));

describe('an event of a visit', () => {
  it('carries the gate of the arrival', () => {
    expect(carriedBy(decided(report('arrival', '06:40')))).toEqual(['TAN_THANH']);
    expect(carriedBy(decided(report('customs-clearance', '07:00'), past('arrival', '06:40')))).toEqual([
      'TAN_THANH',
    ]);
  });

  it('carries it whatever was recorded before carries none, as older events do not', () => {
    const older = [past('arrival', '06:40'), past('customs-clearance', '07:00'), past('hold', '07:10')];
    expect(carriedBy(decided(report('hold-lift', '07:20'), ...older))).toEqual(['TAN_THANH']);
  });

  it('carries another from the correction on that moved the arrival', () => {
    const arrival = past('arrival', '06:40');
    const moving = toBody(0, 'arrival', '06:40', ELSEWHERE);
    expect(carriedBy(decided(moving, arrival))).toEqual(['CHI_MA']);
    const moved = [arrival, corrected(0, 'arrival', '06:40', ELSEWHERE)];
    expect(carriedBy(decided(report('customs-clearance', '07:00'), ...moved))).toEqual(['CHI_MA']);
  });

  it('carries the one that was in force when it is corrected later, its own stays', () => {
    const moved = [
      past('arrival', '06:40'),
      recorded('customs-clearance', '07:00'),
      corrected(0, 'arrival', '06:40', ELSEWHERE),
    ];
    const [event] = decided(toBody(1, 'customs-clearance', '07:05'), ...moved);
    expect(event?.data).toMatchObject({ gate: 'CHI_MA', corrected: { data: { gate: 'TAN_THANH' } } });
  });

  it('keeps the gate of an arrival that was taken back', () => {
    const observed = { observed: true, observation: 'seen by the barrier' };
    const takenBack = [past('arrival', '06:40'), corrected(0)];
    expect(carriedBy(decided(report('customs-clearance', '07:00', observed), ...takenBack))).toEqual([
      'TAN_THANH',
    ]);
  });

  it('says where the truck was seen, and carries its own gate beside', () => {
    const stoodElsewhere = { at: '2021-12-25T08:00:00+07:00', gate: 'HUU_NGHI', visitId: 'v9' };
    const command = {
      ...report('arrival', '06:40', { observed: true, observation: 'seen' }),
      stoodElsewhere,
    };
    const [, sighting] = decided(command);
    expect(sighting?.data).toEqual({ gate: 'HUU_NGHI', visitId: 'v9', ownGate: 'TAN_THANH' });
    expect(carriedBy(sighting === undefined ? [] : [sighting])).toEqual(['TAN_THANH']);
  });
});

describe('a report of what is recorded already', () => {
  const older = past('customs-clearance', '07:00');
  const carrying = recorded('customs-clearance', '07:00');

  it.each([
    ['of an older event', older],
    ['of one that carries its gate', carrying],
  ])('is recognised %s', (_, done) => {
    expect(decided(report('customs-clearance', '07:00'), past('arrival', '06:40'), done)).toEqual([]);
  });

  it('is recognised next to its twin, also when the visit moved to another gate between them', () => {
    const moved = [
      past('arrival', '06:40'),
      recorded('hold', '07:00'),
      corrected(0, 'arrival', '06:40', ELSEWHERE),
    ];
    expect(decided(report('hold', '07:01'), ...moved)).toEqual([]);
  });

  it('is recognised of a correction, older or not', () => {
    const [arrival, step] = [past('arrival', '06:40'), past('customs-clearance', '07:00')];
    const { data, ...event } = corrected(1);
    const { gate: _, ...old } = data;
    for (const before of [corrected(1), { ...event, data: old } as TruckVisitEvent]) {
      expect(decided(correction(1), arrival, step, before)).toEqual([]);
    }
  });
});

test('an arrival is another at another gate', () => {
  const again = { ...report('arrival', '06:40'), gate: TAN_THANH };
  const elsewhere = { ...body('arrival', '09:00'), ...ELSEWHERE };
  const command = {
    ...again,
    report: { ...again.report, at: elsewhere.at, data: { ...again.report.data, ...ELSEWHERE } },
  };
  expect(() => decided(command as TruckVisitCommand, past('arrival', '06:40'))).toThrow('ALREADY_ARRIVAL');
});

test('a visit without an arrival has no gate', () => {
  expect(gateOf([] as readonly RecordedEvent[])).toBeUndefined();
});

it('a correction of a sighting that carries no gate does not say where the visit is', () => {
  const seen = { gate: 'CHI_MA', visitId: '0b9f8d3e-7c1a-5e7e-9d58-6f1d1f0c0001' };
  const corrected = { at: '2021-12-28T09:00:00+07:00', data: seen };
  const data = { eventId: 'a', reason: 'INCORRECT_DATA', corrected };
  expect(gateCarriedBy({ type: 'truckVisit.EventCorrected.v1', data })).toBeUndefined();
});
