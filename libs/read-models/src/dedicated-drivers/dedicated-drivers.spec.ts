import { STEPS } from '#libs/truck-flow';
import { arrival, correction, event, GATE, RECEIVING, step, YARD } from '../../testing/given-events';
import type { GivenEvent } from '../../testing/given-events';
import { describeView } from '../../testing/view-specification';
import type { Row, ViewSpecification } from '../../testing/view-specification';
import { dedicatedDrivers } from './dedicated-drivers';

const AT = '2021-12-15T08:00:00+07:00';
const LATER = '2021-12-15T09:00:00+07:00';

const registered = event('dedicatedDriver-D1', 'dedicatedDriver.Registered.v1', '2000-01-01T00:00:00+07:00', {
  driverCode: 'D1',
  pool: 'POOL',
  gate: GATE,
});
const driver = { driver_code: 'D1', pool: 'POOL', gate: GATE, registered_at: registered.at };
const arrived = arrival('v1', AT);
const handedOver = step('v1', 'handover', LATER, { dedicatedDriver: 'D1' });
const out = { visit_id: 'v1', driver_code: 'D1', time: Date.parse(LATER), since: LATER };

/** The register is as it was, and these trips are out. */
function trips(before: readonly GivenEvent[], last: GivenEvent, rows: readonly Row[]) {
  return async ({ given }: ViewSpecification): Promise<void> => {
    const specification = given(registered, ...before).when(last);
    await specification.then([driver]);
    await specification.then(rows, 'dedicated_drivers_out');
  };
}

const gone = { reason: 'r' };
const takenOver = { yard: YARD, toVisitId: 'v2' };
const TRANSFERS = {
  'container-cut': { ...takenOver, toTractor: RECEIVING },
  'container-lift': { ...takenOver, container: { number: 'CSQU3054383' }, toVehicle: RECEIVING },
  transload: { ...takenOver, toVehicle: RECEIVING },
};

describeView(dedicatedDrivers, {
  'dedicatedDriver.Registered.v1': ({ given }) => given().when(registered).then([driver]),
  [STEPS.arrival]: trips([handedOver], arrived, [out]),
  [STEPS.handover]: trips([arrived], handedOver, [out]),
  [STEPS.crossing]: trips(
    [arrived, handedOver, step('v1', 'turn-back', '2021-12-15T11:00:00+07:00', gone)],
    step('v1', 'crossing', '2021-12-15T10:00:00+07:00', { vehicle: { plate: 'P1' } }),
    [out],
  ),
  [STEPS.return]: trips([arrived, handedOver], step('v1', 'return', LATER), []),
  [STEPS['turn-back']]: trips([arrived, handedOver], step('v1', 'turn-back', LATER, gone), []),
  [STEPS.diversion]: trips([arrived, handedOver], step('v1', 'diversion', LATER, gone), []),
  [STEPS.cancellation]: trips([arrived, handedOver], step('v1', 'cancellation', LATER, gone), []),
  ...Object.fromEntries(
    Object.entries(TRANSFERS).map(([name, data]) => [
      STEPS[name as keyof typeof TRANSFERS],
      trips([arrived, handedOver], step('v1', name as keyof typeof TRANSFERS, LATER, data), []),
    ]),
  ),
  [STEPS['sighting-elsewhere']]: trips(
    [arrived, handedOver],
    step('v1', 'sighting-elsewhere', LATER, { gate: 'SOUTH_GATE', visitId: 'v2' }),
    [],
  ),
  'truckVisit.EventCorrected.v1': trips([arrived, handedOver], correction(handedOver, LATER), []),
});
