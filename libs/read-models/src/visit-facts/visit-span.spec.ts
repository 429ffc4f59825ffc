import { STEP_NAMES, STEPS } from '#libs/truck-flow';
import type { StepType } from '#libs/truck-flow';
import { arrival, correction, GATE, RECEIVING, step, YARD } from '../../testing/given-events';
import { describeView } from '../../testing/view-specification';
import type { ViewSpecification } from '../../testing/view-specification';
import { END_OF_TIME } from './visit-facts';
import { visitSpan } from './visit-span';

const AT = '2021-12-15T06:40:00+07:00';
const LATER_AT = '2021-12-15T09:10:00+07:00';

const arrived = arrival('v1', AT);
const span = { visit_id: 'v1', gate: GATE, first_time: Date.parse(AT), last_time: Date.parse(LATER_AT) };

/** What fixes the mode for good or ends the visit: from then on it no longer follows the gate. A call may be over. */
const FIXING: readonly string[] = [
  'handover',
  'container-cut',
  'container-lift',
  'transload',
  'crossing',
  'turn-back',
  'diversion',
  'cancellation',
  'sighting-elsewhere',
];
const DATA = {
  targets: ['CABIN'],
  yard: YARD,
  toTractor: RECEIVING,
  toVehicle: RECEIVING,
  container: { number: 'CSQU3054383' },
  cause: 'INSPECTION',
};

/** A call may lapse by what its gate does after the last step. */
function untilLapse(name: string): { readonly last_time?: number } {
  return name === 'call-forward' ? { last_time: END_OF_TIME } : {};
}

function spans(type: StepType): (specification: ViewSpecification) => Promise<void> {
  const name = STEP_NAMES[type];
  return ({ given }) =>
    given(arrived)
      .when(step('v1', name, LATER_AT, DATA))
      .then([{ ...span, ...untilLapse(name), follows_gate: FIXING.includes(name) ? 0 : 1 }]);
}

const later = Object.values(STEPS).filter((type) => type !== STEPS.arrival);

describeView(visitSpan, {
  ...Object.fromEntries(later.map((type) => [type, spans(type)])),
  [STEPS.arrival]: ({ given }) =>
    given()
      .when(arrived)
      .then([{ ...span, last_time: Date.parse(AT), follows_gate: 1 }]),
  'truckVisit.EventCorrected.v1': ({ given }) => given(arrived).when(correction(arrived, LATER_AT)).then([]),
});
