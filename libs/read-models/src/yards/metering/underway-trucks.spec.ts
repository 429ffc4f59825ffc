import { ACTS, POLICY_PUBLISHED, POLICY_WITHDRAWN, STEPS } from '#libs/truck-flow';
import {
  arrival,
  correction,
  GATE,
  gateAct,
  gateRegistered,
  step,
  YARD,
} from '../../../testing/given-events';
import type { GivenEvent } from '../../../testing/given-events';
import { policy, withdrawal } from '../../../testing/given-policies';
import { describeView } from '../../../testing/view-specification';
import type { ViewSpecification } from '../../../testing/view-specification';
import { END_OF_TIME, LEAVING } from '../../visit-facts/visit-facts';
import { underwayTrucks } from './underway-trucks';

const at = (hour: number): string => `2021-12-15T${hour.toString().padStart(2, '0')}:00:00+07:00`;
const time = (hour: number): number => Date.parse(at(hour));

const registered = gateRegistered();
const arrived = arrival('v1', at(6));
const called = step('v1', 'call-forward', at(8), { deadline: at(12), yard: YARD });
const row = { gate: GATE, yard: YARD, from_time: time(8), until_time: time(12) };

type Case = (specification: ViewSpecification) => Promise<void>;

/** A called truck, then this, after which it is underway until then. */
function after(event: GivenEvent, until: number): Case {
  return ({ given }) =>
    given(registered, arrived, called)
      .when(event)
      .then([{ ...row, until_time: until }]);
}

const open = step('v1', 'call-forward', at(8), { yard: YARD });
const late = policy(at(6), { values: { missed: 'KEEP_PLACE', deadlineMinutes: 60 } });
const lane = { lane: 'MAIN' };
const suspended = gateAct('suspension', at(9), { orderedBy: 'HOME', reason: 'flood' });

describeView(underwayTrucks, {
  [STEPS.arrival]: ({ given }) => given(registered).when(arrived).then([]),
  [STEPS['call-forward']]: ({ given }) => given(registered, arrived).when(called).then([row]),
  [STEPS['call-excuse']]: after(step('v1', 'call-excuse', at(10), { cause: 'HEALTH' }), time(10)),
  [STEPS.hold]: after(step('v1', 'hold', at(10), { cause: 'PAPERS' }), time(10)),
  [STEPS['hold-lift']]: ({ given }) =>
    given(registered, arrived, called, step('v1', 'hold', at(10), { cause: 'PAPERS' }))
      .when(step('v1', 'hold-lift', at(11), { cause: 'PAPERS' }))
      .then([
        { ...row, until_time: time(10) },
        { ...row, from_time: time(11) },
      ]),
  [STEPS.handover]: after(step('v1', 'handover', at(10), { dedicatedDriver: 'D01' }), time(10)),
  ...Object.fromEntries(
    LEAVING.map((type) => [type, after({ ...step('v1', 'crossing', at(10)), ...leaving(type) }, time(10))]),
  ),
  'truckVisit.EventCorrected.v1': ({ given }) =>
    given(registered, arrived, called)
      .when(correction(called, at(9)))
      .then([]),
  [ACTS.registration]: ({ given }) => given(arrived, called).when(registered).then([row]),
  [ACTS.suspension]: after(suspended, END_OF_TIME),
  [ACTS.resumption]: ({ given }) =>
    given(registered, arrived, called, suspended)
      .when(gateAct('resumption', at(10), {}))
      .then([{ ...row, until_time: time(13) }]),
  [ACTS['lane-closure']]: after(gateAct('lane-closure', at(9), { ...lane, until: at(11) }), time(14)),
  [ACTS['lane-opening']]: ({ given }) =>
    given(registered, arrived, called, gateAct('lane-closure', at(9), lane))
      .when(gateAct('lane-opening', at(10), { ...lane, kind: 'ORDINARY' }))
      .then([{ ...row, until_time: time(13) }]),
  [POLICY_PUBLISHED]: ({ given }) =>
    given(registered, arrived, open)
      .when(late)
      .then([{ ...row, until_time: time(9) }]),
  [POLICY_WITHDRAWN]: ({ given }) =>
    given(registered, late, arrived, open)
      .when(withdrawal(late, at(7)))
      .then([{ ...row, until_time: END_OF_TIME }]),
  'borderGate.EventCorrected.v1': ({ given }) =>
    given(registered, arrived, called, suspended)
      .when(correction(suspended, at(10)))
      .then([row]),
});

/** A step of this type, with what every one of them may carry. */
function leaving(type: string): Pick<GivenEvent, 'type' | 'eventId' | 'data'> {
  const data = {
    vehicle: { plate: '12C04567' },
    reason: 'spoiled',
    yard: YARD,
    container: { number: 'CSQU3054383' },
    toTractor: { plate: '桂F12345', country: 'CN' },
    toVehicle: { plate: '桂F12345', country: 'CN' },
    gate: 'SOUTH_GATE',
    visitId: 'v2',
  };
  return { type, data, eventId: step('v1', 'crossing', at(10), { type }).eventId };
}
