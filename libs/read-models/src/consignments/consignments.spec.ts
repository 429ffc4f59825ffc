import { STEPS } from '#libs/truck-flow';
import { arrival, correction, GATE, gateRegistered, RECEIVING, step, YARD } from '../../testing/given-events';
import { describeView } from '../../testing/view-specification';
import type { ViewSpecification } from '../../testing/view-specification';
import { consignments } from './consignments';

/** An instant that lies on the next day at the gate. */
const AT = '2021-12-14T23:30:00Z';
const LATER = '2021-12-15T09:00:00+07:00';

const arrived = arrival('v1', AT, {
  consignments: [{ consignmentId: 'c1', cargoClass: 'DRY', owner: 'ALPHA' }],
});
const row = {
  consignment_id: 'c1',
  in_force: 1,
  gate: GATE,
  arrived_on: '2021-12-15',
  owner: 'ALPHA',
  at_gate: '',
};
const registered = gateRegistered();

const container = { number: 'CSQU3054383' };
const TRANSFERS = {
  'container-cut': { yard: YARD, toTractor: RECEIVING },
  'container-lift': { yard: YARD, container, toVehicle: RECEIVING },
  transload: { yard: YARD, toVehicle: RECEIVING },
};

/** Goods stay with their visit unless another visit takes them over. */
const transfers = Object.fromEntries(
  Object.entries(TRANSFERS).map(([name, data]) => [
    STEPS[name as keyof typeof TRANSFERS],
    async ({ given }: ViewSpecification) => {
      const transfer = (more: object) =>
        step('v1', name as keyof typeof TRANSFERS, LATER, { ...data, ...more });
      await given(registered, arrived)
        .when(transfer({}))
        .then([{ ...row, carried: 1 }]);
      await given(registered, arrived)
        .when(transfer({ toVisitId: 'v2' }))
        .then([{ ...row, carried: 0 }]);
    },
  ]),
);

describeView(consignments, {
  [STEPS.arrival]: ({ given }) =>
    given(registered)
      .when(arrived)
      .then([{ ...row, declaration_number: null, goods: '{"cargoClass":"DRY"}' }]),
  [STEPS['customs-clearance']]: ({ given }) =>
    given(registered, arrived)
      .when(step('v1', 'customs-clearance', LATER, { declarationNumber: 'D1' }))
      .then([{ ...row, declaration_number: 'D1' }]),
  ...transfers,
  [STEPS['goods-receipt']]: async ({ given }) => {
    const came = step('v1', 'goods-receipt', LATER, {
      gate: GATE,
      fromVisitId: 'v2',
      transfer: 'TRANSLOAD',
      consignments: [{ consignmentId: 'c2', cargoClass: 'DRY', owner: 'BETA' }],
    });
    const received = { ...row, consignment_id: 'c2', owner: 'BETA', carried: 1 };
    await given(registered, arrived).when(came).then([row, received]);
    await given(registered, arrived, came)
      .when(correction(came, LATER))
      .then([row, { ...received, in_force: 0 }]);
  },
  'truckVisit.EventCorrected.v1': ({ given }) => {
    const data = { ...arrived.data, consignments: [{ consignmentId: 'c9', cargoClass: 'DRY' }] };
    return given(registered, arrived)
      .when(correction(arrived, LATER, { at: AT, data }))
      .then([
        { ...row, in_force: 0 },
        { ...row, consignment_id: 'c9', owner: '', at_gate: GATE },
      ]);
  },
  'borderGate.GateRegistered.v1': ({ given }) => given(arrived).when(registered).then([row]),
  'borderGate.EventCorrected.v1': ({ given }) => {
    const corrected = { at: registered.at, data: { ...registered.data, timeZone: 'Etc/UTC' } };
    return given(registered, arrived)
      .when(correction(registered, LATER, corrected))
      .then([{ ...row, arrived_on: '2021-12-14' }]);
  },
});
