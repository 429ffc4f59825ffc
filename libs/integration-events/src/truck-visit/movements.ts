import { Type } from '@sinclair/typebox';
import type { EndingData, StepData, YardMoveData } from '#libs/truck-flow';
import { code, identifier, part, uuid } from '../fields';
import { present } from '../translation';
import { OBSERVED, seen, told } from './topic';
import type { Told } from './topic';

/* The published language of where the truck goes, until its visit ends: contract and translation side by side. */

const yardMove = () => part({ ...OBSERVED, yard: code(), spot: Type.Optional(identifier(40)) });

function inYard(data: YardMoveData) {
  return { ...seen(data), yard: data.yard, ...present({ spot: data.spot }) };
}

const ending = () => part({ ...OBSERVED, toGate: Type.Optional(code()) });

function ended(data: StepData & EndingData) {
  return { ...seen(data), ...present({ toGate: data.toGate }) };
}

export const MOVEMENTS = {
  'truckVisit.YardEntered.v1': told(
    'YardEntered',
    'The truck drove into a yard, or to another spot of it.',
    yardMove(),
    inYard,
  ),
  'truckVisit.YardLeft.v1': told('YardLeft', 'The truck left a yard.', yardMove(), inYard),
  'truckVisit.TruckWeighed.v1': told(
    'TruckWeighed',
    'The truck was weighed with all that is on it.',
    part({
      ...OBSERVED,
      grossKg: Type.Integer({ minimum: 1_000, maximum: 200_000, description: 'kilograms' }),
      axles: Type.Optional(Type.Integer({ minimum: 2, maximum: 20 })),
    }),
    (data) => ({ ...seen(data), grossKg: data.grossKg, ...present({ axles: data.axles }) }),
  ),
  'truckVisit.BorderCrossed.v1': told(
    'BorderCrossed',
    'The goods crossed the border line; the visit is no longer on hand.',
    part({ ...OBSERVED, lane: Type.Optional(code()) }),
    (data) => ({
      ...seen(data),
      ...present({ lane: data.lane }),
    }),
  ),
  'truckVisit.DeliveredAbroad.v1': told(
    'DeliveredAbroad',
    'The goods were delivered in the foreign yard.',
    part({ ...OBSERVED, foreignYard: identifier(100) }),
    (data) => ({
      ...seen(data),
      foreignYard: data.foreignYard,
    }),
  ),
  'truckVisit.ReturnedHome.v1': told(
    'ReturnedHome',
    'The dedicated driver came back and is free again.',
    part(OBSERVED),
    seen,
  ),
  'truckVisit.TurnedBack.v1': told(
    'TurnedBack',
    'The truck gave up and left; the visit ends.',
    ending(),
    ended,
  ),
  'truckVisit.Diverted.v1': told(
    'Diverted',
    'The truck was sent to another gate; the visit ends.',
    ending(),
    ended,
  ),
  'truckVisit.VisitCancelled.v1': told(
    'VisitCancelled',
    'The visit was called off; it ends.',
    ending(),
    ended,
  ),
  'truckVisit.SeenElsewhere.v1': told(
    'SeenElsewhere',
    'The truck was seen at a gate with another visit while it was on hand here; the visit ends.',
    part({ seenAt: code(), otherVisitId: uuid() }),
    ({ gate: seenAt, visitId: otherVisitId }) => ({
      seenAt,
      otherVisitId,
    }),
  ),
} satisfies Told;
