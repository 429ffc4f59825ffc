import { arrival, correction, GATE, RECEIVING, step, YARD } from '../../testing/given-events';
import { callCases } from '../../testing/call-cases';
import { describeView } from '../../testing/view-specification';
import type { ViewSpecification } from '../../testing/view-specification';
import { gateQueue } from './gate-queue';
import { END_OF_TIME } from '../visit-facts/visit-facts';

const AT = '2021-12-15T06:40:00+07:00';
const LATER_AT = '2021-12-15T09:10:00+07:00';
const LATER = Date.parse(LATER_AT);

const arrived = arrival('v1', AT);
const waiting = { visit_id: 'v1', gate: GATE, arrived_at: Date.parse(AT), queued_until: END_OF_TIME };
const ARRIVAL = [
  'truckVisit.TruckArrived.v1',
  Date.parse(AT),
  {
    tractor: { plate: '12C04567' },
    bodyType: 'REEFER_CONTAINER',
    consignments: [{ cargoClass: 'FRESH_PRODUCE' }],
  },
];

/** A step that shows in the row while the truck waits on. */
function keeps(name: Parameters<typeof step>[1], data: object, kept: object) {
  return ({ given }: ViewSpecification): Promise<void> => {
    const added = step('v1', name, LATER_AT, data);
    return given(arrived)
      .when(added)
      .then([{ ...waiting, position: 1, steps: JSON.stringify([ARRIVAL, [added.type, LATER, kept]]) }]);
  };
}

/** A step with which the truck is no longer waiting. */
function ends(name: Parameters<typeof step>[1], data: object) {
  return ({ given }: ViewSpecification): Promise<void> =>
    given(arrived)
      .when(step('v1', name, LATER_AT, data))
      .then([{ ...waiting, queued_until: LATER, steps: JSON.stringify([ARRIVAL]) }]);
}

const CAME = Date.parse('2021-12-15T07:00:00+07:00');
const place = { visit_id: 'v1', gate: GATE, number: 0, inherits: 0 };

describeView(gateQueue, {
  // Without a policy a missed call costs no place.
  ...callCases({
    rows: (over, isRuled) =>
      isRuled && over !== undefined
        ? [
            { ...place, queued_since: CAME, queued_until: over },
            { ...place, number: 1, queued_since: over, queued_from: over, queued_until: END_OF_TIME },
          ]
        : [{ ...place, queued_since: CAME, queued_until: END_OF_TIME }],
    table: 'gate_queue_place',
  }),
  'truckVisit.TruckArrived.v1': ({ given }) =>
    given()
      .when(arrived)
      .then([
        {
          ...waiting,
          recorded_at: '2022-01-01T00:00:01.000Z',
          position: 0,
          steps: JSON.stringify([ARRIVAL]),
        },
      ]),
  'truckVisit.CustomsCleared.v1': keeps('customs-clearance', { declarationNumber: 'D-1' }, {}),
  'truckVisit.Disinfected.v1': keeps(
    'disinfection',
    { targets: ['CABIN'], procedureVersion: '1' },
    { targets: ['CABIN'] },
  ),
  'truckVisit.TruckCalledForward.v1': keeps(
    'call-forward',
    { deadline: LATER_AT, mode: 'BORDER_LINE' },
    { deadline: LATER_AT, mode: 'BORDER_LINE' },
  ),
  'truckVisit.YardEntered.v1': keeps('yard-entry', { yard: YARD, spot: 'B-7' }, { yard: YARD }),
  'truckVisit.YardLeft.v1': keeps('yard-exit', { yard: YARD }, { yard: YARD }),
  'truckVisit.VehicleChanged.v1': keeps(
    'vehicle-change',
    { tractor: { plate: '12C11111' }, reason: 'breakdown' },
    { tractor: { plate: '12C11111' } },
  ),
  'truckVisit.HoldPlaced.v1': keeps('hold', { cause: 'INSPECTION' }, { cause: 'INSPECTION' }),
  'truckVisit.HoldLifted.v1': keeps('hold-lift', { cause: 'INSPECTION' }, { cause: 'INSPECTION' }),
  'truckVisit.HandedOverToDedicatedDriver.v1': ends('handover', { dedicatedDriver: 'D01' }),
  'truckVisit.ContainerCut.v1': ends('container-cut', { yard: YARD, toTractor: RECEIVING }),
  'truckVisit.ContainerLifted.v1': ends('container-lift', {
    yard: YARD,
    container: { number: 'CSQU3054383' },
    toVehicle: RECEIVING,
  }),
  'truckVisit.CargoTransloaded.v1': ends('transload', { yard: YARD, toVehicle: RECEIVING }),
  'truckVisit.BorderCrossed.v1': ends('crossing', { vehicle: { plate: '12C04567' } }),
  'truckVisit.TurnedBack.v1': ends('turn-back', { reason: 'spoiled' }),
  'truckVisit.Diverted.v1': ends('diversion', { reason: 'queue' }),
  'truckVisit.VisitCancelled.v1': ends('cancellation', { reason: 'error' }),
  'truckVisit.SeenElsewhere.v1': ends('sighting-elsewhere', { gate: 'SOUTH_GATE', visitId: 'v2' }),
  'truckVisit.GoodsReceived.v1': keeps(
    'goods-receipt',
    { fromVisitId: 'v2', transfer: 'TRANSLOAD', consignments: [{ consignmentId: 'c2', cargoClass: 'DRY' }] },
    { transfer: 'TRANSLOAD', consignments: [{ cargoClass: 'DRY' }] },
  ),
  'truckVisit.EventCorrected.v1': async ({ given }) => {
    await given(arrived).when(correction(arrived, LATER_AT)).then([]);
    const handover = step('v1', 'handover', LATER_AT, { dedicatedDriver: 'D01' });
    await given(arrived, handover).when(correction(handover, LATER_AT)).then([waiting]);
    const atAnotherGate = { at: AT, data: { ...arrived.data, gate: 'SOUTH_GATE' } };
    await given(arrived)
      .when(correction(arrived, LATER_AT, atAnotherGate))
      .then([{ ...waiting, gate: 'SOUTH_GATE' }]);
  },
});
