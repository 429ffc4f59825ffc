/* Published language of arrival, clearance, call and holds. */
import { Type } from '@sinclair/typebox';
import { foldVisit } from '#libs/truck-flow';
import type { StepData } from '#libs/truck-flow';
import { code, count, handoverMode, identifier, instant, oneOf, part, revision, uuid } from '../fields';
import { present } from '../translation';
import type { Background } from '../translation';
import { consignment, containers, goods, loaded, OBSERVED, seen, told } from './topic';
import type { Told } from './topic';

/* The published language of arrival, clearance, call and holds: contract and translation side by side. */

const hold = () =>
  part({
    ...OBSERVED,
    openHolds: Type.Integer({ ...count(), description: 'holds of the visit that are open after this' }),
  });

/** The cause of a hold may tell of somebody's health, so only their number is published. */
function held(data: StepData, { history }: Background) {
  return { ...seen(data), openHolds: foldVisit(history()).openHolds.length };
}

export const CLEARANCE = {
  'truckVisit.TruckArrived.v1': told(
    'TruckArrived',
    'The truck stands at the gate or in its yard; the visit and its stay on hand begin.',
    part({
      ...OBSERVED,
      gate: code(),
      direction: Type.Literal('EXPORT'),
      previousVisitId: Type.Optional(uuid()),
      yard: Type.Optional(code()),
      ...containers(),
      bodyType: oneOf('HOT_BOX', 'REEFER_CONTAINER', 'DRY_CONTAINER', 'BOX', 'FLATBED', 'TANK', 'OTHER'),
      payloadTonnes: Type.Optional(Type.Number({ minimum: 0, maximum: 200 })),
      consignments: Type.Array(consignment()),
    }),
    (data) => ({
      gate: data.gate,
      direction: data.direction,
      ...present({ observed: data.observed }),
      bodyType: data.bodyType,
      consignments: data.consignments.map(goods),
      ...present({ previousVisitId: data.previousVisitId, yard: data.yardOfPlace }),
      ...loaded(data),
      ...present({ payloadTonnes: data.payloadTonnes }),
    }),
  ),
  'truckVisit.CustomsCleared.v1': told(
    'CustomsCleared',
    'Customs procedures for the goods are finished.',
    part({ ...OBSERVED, declarationNumber: identifier(40) }),
    (data) => ({
      ...seen(data),
      declarationNumber: data.declarationNumber,
    }),
  ),
  'truckVisit.Disinfected.v1': told(
    'Disinfected',
    'Cabin, cargo, packaging, container or vehicle were disinfected.',
    part({
      ...OBSERVED,
      targets: Type.Array(oneOf('CABIN', 'CARGO', 'PACKAGING', 'CONTAINER', 'VEHICLE')),
      procedureVersion: identifier(40),
    }),
    (data) => ({
      ...seen(data),
      targets: [...data.targets],
      procedureVersion: data.procedureVersion,
    }),
  ),
  'truckVisit.TruckCalledForward.v1': told(
    'TruckCalledForward',
    'The truck was ordered to the gate.',
    part({
      ...OBSERVED,
      deadline: Type.Optional(instant()),
      mode: Type.Optional(handoverMode()),
      lane: Type.Optional(code()),
      yard: Type.Optional(code()),
      override: Type.Optional(uuid({ description: 'the override by which it was called out of its order' })),
      passed: Type.Optional(count()),
      policy: Type.Optional(code()),
      policyVersion: Type.Optional(revision()),
    }),
    (data) => {
      const { deadline, mode, lane, yard, override, passed, policy, policyVersion } = data;
      return {
        ...seen(data),
        ...present({ deadline, mode, lane, yard, override, passed, policy, policyVersion }),
      };
    },
  ),
  /** The cause may tell of somebody's health. */
  'truckVisit.MissedCallExcused.v1': told(
    'MissedCallExcused',
    'The truck is excused for not following its call, and keeps its place.',
    part(OBSERVED),
    seen,
  ),
  'truckVisit.HoldPlaced.v1': {
    ...told('HoldPlaced', 'An authority holds the visit.', hold(), held),
    needsHistory: true,
  },
  'truckVisit.HoldLiftConfirmed.v1': {
    ...told(
      'HoldLiftConfirmed',
      'A second person confirms that a hold of the visit may be lifted.',
      hold(),
      held,
    ),
    needsHistory: true,
  },
  'truckVisit.HoldLifted.v1': {
    ...told('HoldLifted', 'A hold of the visit is lifted.', hold(), held),
    needsHistory: true,
  },
  'truckVisit.TicketIssued.v1': told(
    'TicketIssued',
    'The driver was given a new ticket to look up his place; the one before is void.',
    part({}),
    () => ({}),
  ),
} satisfies Told;
