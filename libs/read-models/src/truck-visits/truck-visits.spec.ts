import { STEPS } from '#libs/truck-flow';
import type { StepName } from '#libs/truck-flow';
import { arrival, correction, event, GATE, step, YARD } from '../../testing/given-events';
import type { GivenEvent } from '../../testing/given-events';
import { callCases } from '../../testing/call-cases';
import { describeView } from '../../testing/view-specification';
import type { Row, ViewSpecification } from '../../testing/view-specification';
import { truckVisits } from './truck-visits';
import { END_OF_TIME } from '../visit-facts/visit-facts';

const AT = '2021-12-15T08:00:00+07:00';
const LATER = '2021-12-15T09:00:00+07:00';

const arrived = arrival('v1', AT, { carrier: 'HAULER', container: { number: 'CSQU3054383' } });
const atArrival = {
  visit_id: 'v1',
  gate: GATE,
  stage: 'ARRIVED',
  arrived_at: Date.parse(AT),
  carrier: 'HAULER',
};
const toVehicle = { plate: '桂F12345', country: 'CN' };

function carriage(tractor: string, container?: string): Row {
  return { carriage: JSON.stringify({ tractor, ...(container === undefined ? {} : { container }) }) };
}

const CROSSED = step('v1', 'crossing', '2021-12-15T08:30:00+07:00', { vehicle: { plate: '12C04567' } });

/** Each step but the arrival, what a list then shows of the visit, and what went before. */
const SHOWN: Record<Exclude<StepName, 'arrival'>, readonly [data: object, row: Row, before?: GivenEvent]> = {
  'customs-clearance': [{ declarationNumber: 'D1' }, { stage: 'CUSTOMS_CLEARED' }],
  disinfection: [{ targets: ['CARGO'] }, { stage: 'DISINFECTED' }],
  'call-forward': [{}, { stage: 'CALLED_FORWARD' }],
  'call-excuse': [{ cause: 'BREAKDOWN' }, {}],
  'yard-entry': [{ yard: YARD }, { yard: YARD }],
  'yard-exit': [{ yard: YARD }, { yard: null }],
  weighing: [{ grossKg: 38_400 }, {}],
  handover: [
    { dedicatedDriver: 'D01', tractor: { plate: 'P1' } },
    { stage: 'HANDED_OVER', ...carriage('P1', 'CSQU3054383') },
  ],
  'container-cut': [{ yard: YARD, toTractor: toVehicle }, carriage('桂F12345', 'CSQU3054383')],
  'container-lift': [
    { yard: YARD, container: { number: 'CSQU3054383' }, toVehicle },
    carriage('桂F12345', 'CSQU3054383'),
  ],
  transload: [{ yard: YARD, toVehicle }, carriage('桂F12345')],
  'goods-receipt': [
    { fromVisitId: 'v2', transfer: 'TRANSLOAD', consignments: [{ consignmentId: 'c2', owner: 'BETA' }] },
    { names: expect.stringContaining('["COMPANY","BETA"]') as string },
  ],
  crossing: [{ vehicle: { plate: '12C04567' } }, { stage: 'CROSSED' }],
  delivery: [{ foreignYard: 'F' }, { stage: 'DELIVERED' }, CROSSED],
  return: [{}, { stage: 'RETURNED' }, CROSSED],
  'turn-back': [{ reason: 'r' }, { stage: 'TURNED_BACK' }],
  diversion: [{ reason: 'r' }, { stage: 'DIVERTED' }],
  cancellation: [{ reason: 'r' }, { stage: 'CANCELLED' }],
  'vehicle-change': [{ tractor: { plate: 'P2' }, reason: 'r' }, carriage('P2', 'CSQU3054383')],
  hold: [{ cause: 'PAPERS' }, { held: 1 }],
  'hold-lift-confirmation': [{ cause: 'PAPERS' }, { held: 0 }],
  'hold-lift': [{ cause: 'PAPERS' }, { held: 0 }],
  ticket: [{ ticketHash: 'ab' }, {}],
  'sighting-elsewhere': [{ gate: 'SOUTH_GATE', visitId: 'v2' }, { stage: 'SEEN_ELSEWHERE' }],
};

const steps = Object.entries(SHOWN).map(([name, [data, row, before]]) => [
  STEPS[name as StepName],
  ({ given }: ViewSpecification) =>
    given(arrived, ...(before === undefined ? [] : [before]))
      .when(step('v1', name as StepName, LATER, data))
      .then([{ ...atArrival, ...row }]),
]);

function voided(type: string): (specification: ViewSpecification) => Promise<void> {
  return ({ given }) =>
    given(arrived)
      .when(event('truckVisit-v1', type, LATER, { byVisit: 'v2' }))
      .then(
        [
          { event: expect.stringContaining(STEPS.arrival) as string },
          { event: expect.stringContaining(type) as string },
        ],
        'truck_visits_event',
      );
}

describeView(truckVisits, {
  ...callCases({
    rows: (over) => [
      {
        stage_until: over ?? END_OF_TIME,
        stage_after: over === undefined ? 'CALLED_FORWARD' : 'CUSTOMS_CLEARED',
      },
    ],
  }),
  [STEPS.arrival]: ({ given }) =>
    given()
      .when(arrived)
      .then([{ ...atArrival, yard: null, held: 0, ...carriage('12C04567', 'CSQU3054383') }]),
  ...(Object.fromEntries(steps) as Record<string, (specification: ViewSpecification) => Promise<void>>),
  'truckVisit.EventCorrected.v1': ({ given }) =>
    given(arrived)
      .when(correction(arrived, LATER))
      .then([{ ...atArrival, stage: 'VOIDED', carrier: null, carriage: '{}' }]),
  'truckVisit.ArrivalVoided.v1': voided('truckVisit.ArrivalVoided.v1'),
  'truckVisit.HandoverVoided.v1': voided('truckVisit.HandoverVoided.v1'),
});
