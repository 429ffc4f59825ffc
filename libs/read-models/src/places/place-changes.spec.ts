import {
  ACTS,
  ARRIVAL_VOIDED,
  GATE_CORRECTED,
  HANDOVER_VOIDED,
  POLICY_PUBLISHED,
  POLICY_WITHDRAWN,
  STEP_NAMES,
  STEPS,
  YARD_CORRECTED,
} from '#libs/truck-flow';
import type { StepType } from '#libs/truck-flow';
import { streamOf } from '#libs/event-sourcing';
import {
  arrival,
  correction,
  event,
  GATE,
  gateRegistered,
  RECEIVING,
  step,
  YARD,
  yardAct,
} from '../../testing/given-events';
import type { GivenEvent } from '../../testing/given-events';
import { policy, withdrawal } from '../../testing/given-policies';
import { describeView } from '../../testing/view-specification';
import type { ViewSpecification } from '../../testing/view-specification';
import { placeChanges } from './place-changes';

const AT = '2021-12-15T06:40:00+07:00';
const LATER_AT = '2021-12-15T09:10:00+07:00';
const OTHER_YARD = 'OTHER_YARD';

const arrived = arrival('v1', AT, { yardOfPlace: YARD });
const registered = gateRegistered();
const opened = yardAct('yard.YardRegistered.v1', AT, { yard: YARD, gate: GATE });
const DATA = {
  targets: ['CABIN'],
  yard: OTHER_YARD,
  toTractor: RECEIVING,
  toVehicle: RECEIVING,
  container: { number: 'CSQU3054383' },
  cause: 'INSPECTION',
};

type Case = (specification: ViewSpecification) => Promise<void>;

/** All places the truck was ever said to be at have changed with its last event. */
function changes(type: StepType): Case {
  return visitEvent(step('v1', STEP_NAMES[type], LATER_AT, DATA), OTHER_YARD);
}

function visitEvent(added: GivenEvent, ...yards: readonly string[]): Case {
  return ({ given }) =>
    given(arrived)
      .when(added)
      .then([`GATE ${GATE}`, `YARD ${YARD}`, ...yards.map((yard) => `YARD ${yard}`)].map(at(1n)));
}

function ofPlace(place: string, first: GivenEvent, added: GivenEvent): Case {
  return ({ given }) =>
    given(first)
      .when(added)
      .then([place].map(at(1n)));
}

function at(position: bigint) {
  const latest_time = Date.parse(position === 0n ? AT : LATER_AT);
  return (place: string) => ({ place, position: Number(position), latest_time });
}

const voided = (type: string): GivenEvent => event(streamOf('truckVisit', 'v1'), type, LATER_AT, {});
const ofGate = (type: string): GivenEvent => event(streamOf('borderGate', GATE), type, LATER_AT, {});
const ofYard = (type: string): GivenEvent => event(streamOf('yard', YARD), type, LATER_AT, {});
const elsewhere = { at: AT, data: { ...arrived.data, gate: 'OTHER_GATE' } };
const later = Object.values(STEPS).filter((type) => type !== STEPS.arrival);

describeView(placeChanges, {
  ...Object.fromEntries(later.map((type) => [type, changes(type)])),
  [STEPS.arrival]: ({ given }) =>
    given()
      .when(arrived)
      .then([`GATE ${GATE}`, `YARD ${YARD}`].map(at(0n))),
  'truckVisit.EventCorrected.v1': ({ given }) =>
    given(arrived)
      .when(correction(arrived, LATER_AT, elsewhere))
      .then([`GATE ${GATE}`, 'GATE OTHER_GATE', `YARD ${YARD}`].map(at(1n))),
  [ARRIVAL_VOIDED]: visitEvent(voided(ARRIVAL_VOIDED)),
  [HANDOVER_VOIDED]: visitEvent(voided(HANDOVER_VOIDED)),
  ...Object.fromEntries(
    Object.values(ACTS).map((type) => [type, ofPlace(`GATE ${GATE}`, registered, ofGate(type))]),
  ),
  [GATE_CORRECTED]: ofPlace(`GATE ${GATE}`, registered, correction(registered, LATER_AT)),
  'yard.YardRegistered.v1': ({ given }) =>
    given()
      .when(opened)
      .then([`YARD ${YARD}`].map(at(0n))),
  'yard.YardCapacityChanged.v1': ofPlace(
    `YARD ${YARD}`,
    opened,
    yardAct('yard.YardCapacityChanged.v1', LATER_AT, { capacity: { min: 1, max: 2 } }),
  ),
  [POLICY_PUBLISHED]: ({ given }) =>
    given()
      .when(policy(AT))
      .then(['ALL'].map(at(0n))),
  [POLICY_WITHDRAWN]: ofPlace('ALL', policy(AT), withdrawal(policy(AT), LATER_AT)),
  'yard.YardClassified.v1': ofPlace(
    `YARD ${YARD}`,
    opened,
    yardAct('yard.YardClassified.v1', LATER_AT, { kind: 'DRY_PORT', zone: 'ORDINARY', operator: 'XC' }),
  ),
  'yard.AmenityProvided.v1': ofPlace(
    `YARD ${YARD}`,
    opened,
    yardAct('yard.AmenityProvided.v1', LATER_AT, { kind: 'MEAL', quantity: 300 }),
  ),
  [YARD_CORRECTED]: ofPlace(`YARD ${YARD}`, opened, ofYard(YARD_CORRECTED)),
});
