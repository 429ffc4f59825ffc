import { Type } from '@sinclair/typebox';
import { contractsOf, correctionOf, TOPICS } from './contract';
import type { DataOf } from './contract';
import {
  code,
  count,
  country,
  driverCode,
  handoverMode,
  identifier,
  instant,
  oneOf,
  part,
  subdivision,
  uuid,
} from './fields';

/* The published language of the truck visit, version 1. The key is the visit; plates stay inside. */

const contract = contractsOf(TOPICS.truckVisit, part({ visitId: uuid(), gate: code() }));

const OBSERVED = {
  observed: Type.Optional(
    Type.Literal(true, { description: 'a fact that was seen although the record forbade it' }),
  ),
};
const receiver = () => part({ country: country(), visitId: Type.Optional(uuid()) });
const transferred = () => ({
  receiver: receiver(),
  toVisitId: Type.Optional(
    uuid({ description: 'the visit that carries the goods from then on; this one ends' }),
  ),
});
const container = () => part({ number: identifier(20) });
const consignment = () =>
  part({
    consignmentId: identifier(64),
    cargoClass: oneOf('FRESH_PRODUCE', 'FROZEN_SEAFOOD', 'CHILLED', 'DRY', 'OTHER'),
    commodity: Type.Optional(code()),
    originProvince: Type.Optional(subdivision()),
    tradeForm: Type.Optional(oneOf('FORMAL', 'INFORMAL')),
  });

export const TruckArrivedV1 = contract(
  'TruckArrived',
  'The truck stands at the gate or in its yard; the visit and its stay on hand begin.',
  part({
    ...OBSERVED,
    gate: code(),
    direction: Type.Literal('EXPORT'),
    previousVisitId: Type.Optional(uuid()),
    yard: Type.Optional(code()),
    container: Type.Optional(container()),
    bodyType: oneOf('HOT_BOX', 'REEFER_CONTAINER', 'DRY_CONTAINER', 'BOX', 'FLATBED', 'TANK', 'OTHER'),
    payloadTonnes: Type.Optional(Type.Number({ minimum: 0, maximum: 200 })),
    consignments: Type.Array(consignment()),
  }),
);
export const CustomsClearedV1 = contract(
  'CustomsCleared',
  'Customs procedures for the goods are finished.',
  part({ ...OBSERVED, declarationNumber: identifier(40) }),
);
export const DisinfectedV1 = contract(
  'Disinfected',
  'Cabin, cargo, packaging, container or vehicle were disinfected.',
  part({
    ...OBSERVED,
    targets: Type.Array(oneOf('CABIN', 'CARGO', 'PACKAGING', 'CONTAINER', 'VEHICLE')),
    procedureVersion: identifier(40),
  }),
);
export const TruckCalledForwardV1 = contract(
  'TruckCalledForward',
  'The truck was ordered to the gate.',
  part({ deadline: Type.Optional(instant()), mode: Type.Optional(handoverMode()) }),
);
const yardMove = () => part({ ...OBSERVED, yard: code(), spot: Type.Optional(identifier(40)) });
export const YardEnteredV1 = contract(
  'YardEntered',
  'The truck drove into a yard, or to another spot of it.',
  yardMove(),
);
export const YardLeftV1 = contract('YardLeft', 'The truck left a yard.', yardMove());
export const HandedOverToDedicatedDriverV1 = contract(
  'HandedOverToDedicatedDriver',
  'A dedicated driver took the vehicle over for the way across the border.',
  part({ ...OBSERVED, dedicatedDriver: driverCode() }),
);
export const ContainerCutV1 = contract(
  'ContainerCut',
  'Trailer or container were unhitched and taken by another tractor.',
  part({ ...OBSERVED, yard: code(), ...transferred() }),
);
export const ContainerLiftedV1 = contract(
  'ContainerLifted',
  'The container was lifted onto another vehicle.',
  part({ ...OBSERVED, yard: code(), container: container(), ...transferred() }),
);
export const CargoTransloadedV1 = contract(
  'CargoTransloaded',
  'The cargo was reloaded onto another vehicle.',
  part({ ...OBSERVED, yard: code(), ...transferred() }),
);
export const GoodsReceivedV1 = contract(
  'GoodsReceived',
  'Goods of another visit came onto the vehicle of this one, which carries them from then on.',
  part({
    fromVisitId: uuid(),
    transfer: oneOf('CONTAINER_CUT', 'CONTAINER_LIFT', 'TRANSLOAD'),
    container: Type.Optional(container()),
    consignments: Type.Array(consignment()),
  }),
);
export const BorderCrossedV1 = contract(
  'BorderCrossed',
  'The goods crossed the border line; the visit is no longer on hand.',
  part({ ...OBSERVED, lane: Type.Optional(code()) }),
);
export const DeliveredAbroadV1 = contract(
  'DeliveredAbroad',
  'The goods were delivered in the foreign yard.',
  part({ ...OBSERVED, foreignYard: identifier(100) }),
);
export const ReturnedHomeV1 = contract(
  'ReturnedHome',
  'The dedicated driver came back and is free again.',
  part(OBSERVED),
);
const ending = () => part({ ...OBSERVED, toGate: Type.Optional(code()) });
export const TurnedBackV1 = contract('TurnedBack', 'The truck gave up and left; the visit ends.', ending());
export const DivertedV1 = contract(
  'Diverted',
  'The truck was sent to another gate; the visit ends.',
  ending(),
);
export const VisitCancelledV1 = contract('VisitCancelled', 'The visit was called off; it ends.', ending());
export const VehicleChangedV1 = contract(
  'VehicleChanged',
  'Tractor, trailer, container, driver or carrier were changed; the place in the queue is kept.',
  part({
    ...OBSERVED,
    changed: Type.Array(oneOf('TRACTOR', 'TRAILER', 'CONTAINER', 'DRIVER', 'CARRIER')),
  }),
);
const hold = () =>
  part({
    ...OBSERVED,
    openHolds: Type.Integer({ ...count(), description: 'holds of the visit that are open after this' }),
  });
export const HoldPlacedV1 = contract('HoldPlaced', 'An authority holds the visit.', hold());
export const HoldLiftConfirmedV1 = contract(
  'HoldLiftConfirmed',
  'A second person confirms that a hold of the visit may be lifted.',
  hold(),
);
export const HoldLiftedV1 = contract('HoldLifted', 'A hold of the visit is lifted.', hold());

export const SeenElsewhereV1 = contract(
  'SeenElsewhere',
  'The truck was seen at a gate with another visit while it was on hand here; the visit ends.',
  part({ seenAt: code(), otherVisitId: uuid() }),
);

export const TruckVisitCorrectedV1 = contract(
  'TruckVisitCorrected',
  'An event of the visit did not happen, or was told wrongly; a later correction of it replaces this one.',
  correctionOf([
    ...[
      TruckArrivedV1,
      CustomsClearedV1,
      DisinfectedV1,
      TruckCalledForwardV1,
      YardEnteredV1,
      YardLeftV1,
      HandedOverToDedicatedDriverV1,
    ],
    ...[
      ContainerCutV1,
      ContainerLiftedV1,
      CargoTransloadedV1,
      GoodsReceivedV1,
      BorderCrossedV1,
      DeliveredAbroadV1,
      ReturnedHomeV1,
    ],
    ...[
      TurnedBackV1,
      DivertedV1,
      VisitCancelledV1,
      VehicleChangedV1,
      HoldPlacedV1,
      HoldLiftConfirmedV1,
      HoldLiftedV1,
    ],
    SeenElsewhereV1,
  ]),
);

export type TruckArrivedV1 = DataOf<typeof TruckArrivedV1>;
export type CustomsClearedV1 = DataOf<typeof CustomsClearedV1>;
export type DisinfectedV1 = DataOf<typeof DisinfectedV1>;
export type TruckCalledForwardV1 = DataOf<typeof TruckCalledForwardV1>;
export type YardEnteredV1 = DataOf<typeof YardEnteredV1>;
export type YardLeftV1 = DataOf<typeof YardLeftV1>;
export type HandedOverToDedicatedDriverV1 = DataOf<typeof HandedOverToDedicatedDriverV1>;
export type ContainerCutV1 = DataOf<typeof ContainerCutV1>;
export type ContainerLiftedV1 = DataOf<typeof ContainerLiftedV1>;
export type CargoTransloadedV1 = DataOf<typeof CargoTransloadedV1>;
export type GoodsReceivedV1 = DataOf<typeof GoodsReceivedV1>;
export type BorderCrossedV1 = DataOf<typeof BorderCrossedV1>;
export type DeliveredAbroadV1 = DataOf<typeof DeliveredAbroadV1>;
export type ReturnedHomeV1 = DataOf<typeof ReturnedHomeV1>;
export type TurnedBackV1 = DataOf<typeof TurnedBackV1>;
export type DivertedV1 = DataOf<typeof DivertedV1>;
export type VisitCancelledV1 = DataOf<typeof VisitCancelledV1>;
export type VehicleChangedV1 = DataOf<typeof VehicleChangedV1>;
export type HoldPlacedV1 = DataOf<typeof HoldPlacedV1>;
export type HoldLiftConfirmedV1 = DataOf<typeof HoldLiftConfirmedV1>;
export type HoldLiftedV1 = DataOf<typeof HoldLiftedV1>;
export type SeenElsewhereV1 = DataOf<typeof SeenElsewhereV1>;
export type TruckVisitCorrectedV1 = DataOf<typeof TruckVisitCorrectedV1>;
