import { STEPS, VISIT_CORRECTED } from '#libs/truck-flow';
import { arrival, correction, GATE, RECEIVING, step, YARD } from '../../testing/given-events';
import type { GivenEvent } from '../../testing/given-events';
import { describeView } from '../../testing/view-specification';
import type { ViewSpecification } from '../../testing/view-specification';
import { END_OF_TIME } from '../visit-facts/visit-facts';
import { yardStays } from './yard-stays';

const AT = '2021-12-15T08:00:00+07:00';
const LATER = '2021-12-15T09:00:00+07:00';
const LEFT = '2021-12-15T10:00:00+07:00';

const arrived = arrival('v1', AT);
const entered = step('v1', 'yard-entry', LATER, { yard: YARD });

interface Stay {
  readonly from?: string;
  readonly until?: string;
}

/** The visit is charged, and stood so long in the yard. */
function stays(before: readonly GivenEvent[], last: GivenEvent, ...shown: readonly Stay[]) {
  return async ({ given }: ViewSpecification): Promise<void> => {
    const specification = given(...before).when(last);
    const visit = { visit_id: 'v1', gate: GATE, arrived_at: Date.parse(AT) };
    await specification.then([visit], 'yard_stays_visit');
    const rows = shown.map(({ from = LATER, until }, number) => ({
      number,
      yard: YARD,
      from_time: Date.parse(from),
      until_time: until === undefined ? END_OF_TIME : Date.parse(until),
    }));
    await specification.then(rows);
  };
}

const gone = { reason: 'r' };
const takenOver = { yard: YARD, toVisitId: 'v2' };
const RECEIPT = {
  gate: GATE,
  fromVisitId: 'v0',
  eventId: 'e0',
  transfer: 'TRANSLOAD',
  consignments: [{ consignmentId: 'c0', cargoClass: 'DRY' }],
};
const leaves = (name: Parameters<typeof step>[1], data: object = {}) =>
  stays([arrived, entered], step('v1', name, LEFT, data), { until: LEFT });

describeView(yardStays, {
  [STEPS.arrival]: stays([], arrival('v1', AT, { place: YARD, yardOfPlace: YARD }), { from: AT }),
  [STEPS['yard-entry']]: stays([arrived], entered, {}),
  [STEPS['yard-exit']]: leaves('yard-exit', { yard: YARD }),
  [STEPS.handover]: stays([arrived, entered], step('v1', 'handover', LEFT, { dedicatedDriver: 'D1' }), {}),
  [STEPS['goods-receipt']]: stays([arrived, entered], step('v1', 'goods-receipt', LEFT, RECEIPT), {}),
  [STEPS['vehicle-change']]: stays(
    [arrived, entered],
    step('v1', 'vehicle-change', LEFT, { tractor: { plate: '12C99999' }, reason: 'r' }),
    {},
  ),
  [STEPS.crossing]: leaves('crossing', { vehicle: { plate: '12C04567' } }),
  [STEPS['turn-back']]: leaves('turn-back', gone),
  [STEPS.diversion]: leaves('diversion', gone),
  [STEPS.cancellation]: leaves('cancellation', gone),
  [STEPS['container-cut']]: leaves('container-cut', { ...takenOver, toTractor: RECEIVING }),
  [STEPS['container-lift']]: leaves('container-lift', {
    ...takenOver,
    container: { number: 'CSQU3054383' },
    toVehicle: RECEIVING,
  }),
  [STEPS.transload]: leaves('transload', { ...takenOver, toVehicle: RECEIVING }),
  [STEPS['sighting-elsewhere']]: leaves('sighting-elsewhere', { gate: 'CHI_MA', visitId: 'v2' }),
  [VISIT_CORRECTED]: async (specification) => {
    await stays([arrived, entered], correction(entered, LEFT))(specification);
    const emptied = specification.given(arrived, entered).when(correction(arrived, LEFT));
    await emptied.then([]);
    await emptied.then([], 'yard_stays_visit');
  },
});
