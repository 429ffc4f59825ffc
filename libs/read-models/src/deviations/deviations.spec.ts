import { POLICY_PUBLISHED, POLICY_WITHDRAWN, STEPS } from '#libs/truck-flow';
import type { StepName } from '#libs/truck-flow';
import { arrival, correction, gateAct, GATE, gateRegistered, step, YARD } from '../../testing/given-events';
import type { GivenEvent } from '../../testing/given-events';
import { policy, withdrawal } from '../../testing/given-policies';
import { describeView } from '../../testing/view-specification';
import type { ViewSpecification } from '../../testing/view-specification';
import { deviations } from './deviations';

const AT = '2021-12-15T08:00:00+07:00';
const LATER = '2021-12-15T09:00:00+07:00';
const BETWEEN = '2021-12-15T08:30:00+07:00';

const toVehicle = { plate: '桂F12345', country: 'CN' };

/** Each step right after the arrival, and what it is recorded against. */
const AGAINST: Record<Exclude<StepName, 'arrival'>, readonly [data: object, codes: readonly string[]]> = {
  'customs-clearance': [{ declarationNumber: 'D1' }, []],
  disinfection: [{ targets: ['CABIN'] }, ['CUSTOMS_NOT_CLEARED']],
  'call-forward': [{}, ['CUSTOMS_NOT_CLEARED']],
  'call-excuse': [{ cause: 'BREAKDOWN' }, ['NOT_CALLED_FORWARD']],
  'yard-entry': [{ yard: YARD }, []],
  'yard-exit': [{ yard: YARD }, ['NOT_IN_YARD']],
  weighing: [{ grossKg: 38_400 }, []],
  handover: [{ dedicatedDriver: 'D01' }, ['CUSTOMS_NOT_CLEARED', 'CABIN_NOT_DISINFECTED']],
  'container-cut': [{ yard: YARD, toTractor: toVehicle }, ['CUSTOMS_NOT_CLEARED', 'CABIN_NOT_DISINFECTED']],
  'container-lift': [
    { yard: YARD, container: { number: 'CSQU3054383' }, toVehicle },
    ['CUSTOMS_NOT_CLEARED', 'NOT_DISINFECTED'],
  ],
  transload: [{ yard: YARD, toVehicle }, ['CUSTOMS_NOT_CLEARED', 'NOT_DISINFECTED']],
  'goods-receipt': [{ fromVisitId: 'v2', transfer: 'TRANSLOAD', consignments: [] }, []],
  crossing: [
    { vehicle: { plate: '12C04567' } },
    ['CUSTOMS_NOT_CLEARED', 'CABIN_NOT_DISINFECTED', 'NOT_HANDED_OVER'],
  ],
  delivery: [{ foreignYard: 'F' }, ['NOT_CROSSED']],
  return: [{}, ['NOT_HANDED_OVER', 'NOT_CROSSED']],
  'turn-back': [{ reason: 'r' }, []],
  diversion: [{ reason: 'r' }, []],
  cancellation: [{ reason: 'r' }, []],
  'vehicle-change': [{ tractor: { plate: 'P2' }, reason: 'r' }, []],
  hold: [{ cause: 'PAPERS' }, []],
  'hold-lift-confirmation': [{ cause: 'PAPERS' }, ['NOT_HELD']],
  'hold-lift': [{ cause: 'PAPERS' }, ['NOT_HELD']],
  ticket: [{ ticketHash: 'ab' }, []],
  'sighting-elsewhere': [{ gate: 'SOUTH_GATE', visitId: 'v2' }, ['SEEN_ELSEWHERE']],
};

type Case = (specification: ViewSpecification) => Promise<void>;

const registered = gateRegistered();
const arrived = arrival('v1', AT);
const called = [
  step('v1', 'customs-clearance', '2021-12-15T08:10:00+07:00', { declarationNumber: 'D1' }),
  step('v1', 'call-forward', LATER),
];

const steps = Object.entries(AGAINST).map(([name, [data, codes]]): [string, Case] => {
  const recorded = step('v1', name as StepName, LATER, data);
  const rows = codes.map((code) => ({
    visit_id: 'v1',
    gate: GATE,
    time: Date.parse(LATER),
    code,
    event_id: recorded.eventId,
  }));
  return [STEPS[name as StepName], ({ given }) => given(registered, arrived).when(recorded).then(rows)];
});

/** A call without a deadline is to be followed within half an hour. */
const limit = policy(AT, { values: { missed: 'KEEP_PLACE', deadlineMinutes: 30 } });

/** A called truck, then an act of the gate that is recorded later for an earlier time. */
function afterAct(act: GivenEvent, codes: readonly string[]): Case {
  const rows = codes.map((code) => ({ visit_id: 'v1', code }));
  return ({ given }) =>
    given(registered, arrived, ...called)
      .when(act)
      .then(rows);
}

describeView(deviations, {
  [STEPS.arrival]: ({ given }) => given(registered).when(arrived).then([]),
  ...Object.fromEntries(steps),
  'truckVisit.EventCorrected.v1': ({ given }) =>
    given(registered, arrived)
      .when(correction(arrived, LATER), step('v1', 'hold', LATER, { cause: 'PAPERS' }))
      .then([{ visit_id: 'v1', gate: GATE, code: 'BEFORE_ARRIVAL' }]),
  'borderGate.GateRegistered.v1': ({ given }) =>
    given(arrived, ...called)
      .when(registered)
      .then([]),
  'borderGate.GateSuspended.v1': afterAct(
    gateAct('suspension', BETWEEN, { orderedBy: 'HOME', reason: 'flood' }),
    ['CALLED_WHILE_SUSPENDED'],
  ),
  'borderGate.GateResumed.v1': ({ given }) =>
    given(registered, gateAct('suspension', AT, { orderedBy: 'HOME', reason: 'flood' }), arrived, ...called)
      .when(gateAct('resumption', BETWEEN, {}))
      .then([]),
  'borderGate.HandoverModeChanged.v1': ({ given }) =>
    given(registered, arrived, ...called, step('v1', 'handover', LATER, { dedicatedDriver: 'D01' }))
      .when(gateAct('handover-mode', BETWEEN, { mode: 'FOREIGN_VEHICLE_PICKUP' }))
      .then([{ code: 'HANDOVER_NOT_IN_MODE' }, { code: 'NOT_DISINFECTED' }]),
  'borderGate.GateHoursChanged.v1': afterAct(gateAct('opening-hours', BETWEEN, { hours: [] }), [
    'OUTSIDE_HOURS',
  ]),
  'borderGate.LaneClosed.v1': afterAct(gateAct('lane-closure', BETWEEN, { lane: 'MAIN' }), ['LANE_NOT_OPEN']),
  'borderGate.LaneOpened.v1': ({ given }) =>
    given(registered, gateAct('lane-closure', AT, { lane: 'MAIN' }), arrived, ...called)
      .when(gateAct('lane-opening', BETWEEN, { lane: 'ROAD', kind: 'ORDINARY' }))
      .then([]),
  [POLICY_PUBLISHED]: ({ given }) =>
    given(registered, arrived, ...called)
      .when(limit)
      .then([{ code: 'CALL_MISSED', time: Date.parse(LATER) + 30 * 60_000 }]),
  [POLICY_WITHDRAWN]: ({ given }) =>
    given(registered, arrived, ...called, limit)
      .when(withdrawal(limit, LATER, BETWEEN))
      .then([]),
  'borderGate.EventCorrected.v1': ({ given }) => {
    const closed = gateAct('opening-hours', BETWEEN, { hours: [] });
    return given(registered, closed, arrived, ...called)
      .when(correction(closed, LATER))
      .then([]);
  },
});
