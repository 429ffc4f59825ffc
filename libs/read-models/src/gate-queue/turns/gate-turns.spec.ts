import { arrival, correction, GATE, RECEIVING, step, YARD } from '../../../testing/given-events';
import type { GivenEvent } from '../../../testing/given-events';
import { callCases } from '../../../testing/call-cases';
import { describeView } from '../../../testing/view-specification';
import type { ViewSpecification } from '../../../testing/view-specification';
import { gateTurns } from './gate-turns';
import { END_OF_TIME } from '../../visit-facts/visit-facts';

const AT = '2021-12-15T08:00:00+07:00';
const CLEARED_AT = '2021-12-15T08:30:00+07:00';
const LATER_AT = '2021-12-15T09:00:00+07:00';
const LAST_AT = '2021-12-15T10:00:00+07:00';
const LINE = 'gate_turns_line';

const arrived = arrival('v1', AT);
const cleared = step('v1', 'customs-clearance', CLEARED_AT, { declarationNumber: 'D1' });
const place = { gate: GATE, visit_id: 'v1', queued_since: Date.parse(AT) };
const stands = (from: string, until?: string) => ({
  ...place,
  from_time: Date.parse(from),
  until_time: until === undefined ? END_OF_TIME : Date.parse(until),
  cleared: 0,
  held: 0,
  known: 0,
  tractor: '12C04567',
  goods: '["FRESH_PRODUCE"]',
});
const uncleared = stands(AT, CLEARED_AT);
const callable = (from: string, until?: string) => ({ ...stands(from, until), cleared: 1, known: 1 });
const whileHeld = (from: string, until?: string) => ({ ...callable(from, until), held: 1, known: 2 });

/** A step by which a cleared truck goes: its turn, and the end of the time it was callable. */
function goes(name: Parameters<typeof step>[1], data: object) {
  return async ({ given }: ViewSpecification): Promise<void> => {
    const went = step('v1', name, LATER_AT, data);
    const when = given(arrived, cleared).when(went);
    await when.then([
      {
        ...place,
        went_at: Date.parse(LATER_AT),
        step: name,
        tractor: '12C04567',
        event_id: went.eventId,
        known: 2,
      },
    ]);
    await when.then([uncleared, callable(CLEARED_AT, LATER_AT)], LINE);
  };
}

/** A step with which the truck leaves the line without a turn. */
function leaves(name: Parameters<typeof step>[1], data: object = { reason: 'papers' }) {
  return async ({ given }: ViewSpecification): Promise<void> => {
    const when = given(arrived, cleared).when(step('v1', name, LATER_AT, data));
    await when.then([]);
    await when.then([uncleared, callable(CLEARED_AT, LATER_AT)], LINE);
  };
}

const hold: GivenEvent = step('v1', 'hold', LATER_AT, { cause: 'PAPERS' });

describeView(gateTurns, {
  ...callCases({
    rows: (over, isRuled) => [
      { until_time: Date.parse(AT), cleared: 0 },
      { from_time: Date.parse(AT), until_time: Date.parse(LATER_AT), cleared: 1 },
      ...(over === undefined
        ? []
        : [{ from_time: over, cleared: 1, ...(isRuled ? { queued_since: over } : {}) }]),
    ],
    table: LINE,
  }),
  'truckVisit.TruckArrived.v1': ({ given }) =>
    given()
      .when(arrived)
      .then([stands(AT)], LINE),
  'truckVisit.CustomsCleared.v1': ({ given }) =>
    given(arrived)
      .when(cleared)
      .then([uncleared, callable(CLEARED_AT)], LINE),
  'truckVisit.TruckCalledForward.v1': goes('call-forward', {}),
  'truckVisit.HandedOverToDedicatedDriver.v1': goes('handover', { dedicatedDriver: 'D01' }),
  'truckVisit.ContainerCut.v1': goes('container-cut', { yard: YARD, toTractor: RECEIVING }),
  'truckVisit.ContainerLifted.v1': goes('container-lift', {
    yard: YARD,
    container: { number: 'CSQU3054383' },
    toVehicle: RECEIVING,
  }),
  'truckVisit.CargoTransloaded.v1': goes('transload', { yard: YARD, toVehicle: RECEIVING }),
  'truckVisit.BorderCrossed.v1': goes('crossing', { vehicle: { plate: '12C04567' } }),
  'truckVisit.TurnedBack.v1': leaves('turn-back'),
  'truckVisit.Diverted.v1': leaves('diversion'),
  'truckVisit.VisitCancelled.v1': leaves('cancellation'),
  'truckVisit.SeenElsewhere.v1': leaves('sighting-elsewhere', { gate: 'SOUTH_GATE', visitId: 'v2' }),
  'truckVisit.GoodsReceived.v1': ({ given }) => {
    const consignments = [{ consignmentId: 'c2', cargoClass: 'DRY' }];
    return given(arrived, cleared)
      .when(step('v1', 'goods-receipt', LATER_AT, { fromVisitId: 'v2', transfer: 'TRANSLOAD', consignments }))
      .then(
        [
          uncleared,
          callable(CLEARED_AT, LATER_AT),
          { ...callable(LATER_AT), goods: '["DRY","FRESH_PRODUCE"]', known: 2 },
        ],
        LINE,
      );
  },
  'truckVisit.HoldPlaced.v1': ({ given }) =>
    given(arrived, cleared)
      .when(hold)
      .then([uncleared, callable(CLEARED_AT, LATER_AT), whileHeld(LATER_AT)], LINE),
  'truckVisit.HoldLifted.v1': ({ given }) =>
    given(arrived, cleared, hold)
      .when(step('v1', 'hold-lift', LAST_AT, { cause: 'PAPERS' }))
      .then(
        [
          uncleared,
          callable(CLEARED_AT, LATER_AT),
          whileHeld(LATER_AT, LAST_AT),
          { ...callable(LAST_AT), known: 3 },
        ],
        LINE,
      ),
  'truckVisit.VehicleChanged.v1': ({ given }) =>
    given(arrived, cleared)
      .when(step('v1', 'vehicle-change', LATER_AT, { tractor: { plate: '12C07777' }, reason: 'breakdown' }))
      .then(
        [uncleared, callable(CLEARED_AT, LATER_AT), { ...callable(LATER_AT), tractor: '12C07777', known: 2 }],
        LINE,
      ),
  'truckVisit.EventCorrected.v1': ({ given }) =>
    given(arrived, cleared, step('v1', 'call-forward', LATER_AT))
      .when(correction(cleared, LAST_AT, { at: AT, data: cleared.data }))
      .then([{ ...callable(AT, LATER_AT), known: 3 }], LINE),
});
