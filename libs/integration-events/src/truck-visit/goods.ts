/* The published language of what carries the goods and who drives: contract and translation side by side. */
import { Type } from '@sinclair/typebox';
import type { ReceivingVehicle, TransferData } from '#libs/truck-flow';
import { code, country, driverCode, oneOf, part, uuid } from '../fields';
import { present } from '../translation';
import { consignment, container, containers, goods, loaded, OBSERVED, seen, told } from './topic';
import type { Told } from './topic';

const receiver = () => part({ country: country(), visitId: Type.Optional(uuid()) });
const handedOn = () => ({
  receiver: receiver(),
  toVisitId: Type.Optional(
    uuid({
      description:
        'the visit that carries the goods from then on; this one ends, unless it keeps a second container',
    }),
  ),
});

function transferred({ toVisitId }: TransferData, { country: code, visitId }: ReceivingVehicle) {
  return { receiver: { country: code, ...present({ visitId }) }, ...present({ toVisitId }) };
}

const CHANGEABLE = [
  ['tractor', 'TRACTOR'],
  ['trailer', 'TRAILER'],
  ['container', 'CONTAINER'],
  ['driver', 'DRIVER'],
  ['carrier', 'CARRIER'],
] as const;

export const GOODS = {
  'truckVisit.HandedOverToDedicatedDriver.v1': told(
    'HandedOverToDedicatedDriver',
    'A dedicated driver took the vehicle over for the way across the border.',
    part({ ...OBSERVED, dedicatedDriver: driverCode() }),
    (data) => ({
      ...seen(data),
      dedicatedDriver: data.dedicatedDriver,
    }),
  ),
  'truckVisit.ContainerCut.v1': told(
    'ContainerCut',
    'Trailer or container were unhitched and taken by another tractor.',
    part({
      ...OBSERVED,
      yard: code(),
      container: Type.Optional({ ...container(), description: 'the one that was cut, where it was named' }),
      ...handedOn(),
    }),
    (data) => ({
      ...seen(data),
      yard: data.yard,
      ...loaded(data),
      ...transferred(data, data.toTractor),
    }),
  ),
  'truckVisit.ContainerLifted.v1': told(
    'ContainerLifted',
    'The container was lifted onto another vehicle.',
    part({ ...OBSERVED, yard: code(), container: container(), ...handedOn() }),
    (data) => ({
      ...seen(data),
      yard: data.yard,
      container: { number: data.container.number },
      ...transferred(data, data.toVehicle),
    }),
  ),
  'truckVisit.CargoTransloaded.v1': told(
    'CargoTransloaded',
    'The cargo was reloaded onto another vehicle.',
    part({ ...OBSERVED, yard: code(), ...handedOn() }),
    (data) => ({
      ...seen(data),
      yard: data.yard,
      ...transferred(data, data.toVehicle),
    }),
  ),
  'truckVisit.GoodsReceived.v1': told(
    'GoodsReceived',
    'Goods of another visit came onto the vehicle of this one, which carries them from then on.',
    part({
      fromVisitId: uuid(),
      transfer: oneOf('CONTAINER_CUT', 'CONTAINER_LIFT', 'TRANSLOAD'),
      ...containers(),
      consignments: Type.Array(consignment()),
    }),
    (data) => ({
      fromVisitId: data.fromVisitId,
      transfer: data.transfer,
      consignments: data.consignments.map(goods),
      ...loaded(data),
    }),
  ),
  'truckVisit.VehicleChanged.v1': told(
    'VehicleChanged',
    'Tractor, trailer, container, driver or carrier were changed; the place in the queue is kept.',
    part({
      ...OBSERVED,
      changed: Type.Array(oneOf('TRACTOR', 'TRAILER', 'CONTAINER', 'DRIVER', 'CARRIER')),
    }),
    (data) => ({
      ...seen(data),
      changed: CHANGEABLE.filter(([field]) => data[field] !== undefined).map(([, word]) => word),
    }),
  ),
} satisfies Told;
