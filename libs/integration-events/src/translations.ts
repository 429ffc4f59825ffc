import type { EffectiveEvent } from '#libs/event-sourcing';
import { foldVisit } from '#libs/truck-flow';
import type {
  ActData,
  Consignment,
  EndingData,
  GateActs,
  GateActType,
  ReceivingVehicle,
  StepData,
  StepType,
  TransferData,
  TruckVisitSteps,
  DriverRegistered,
  YardActs,
  YardActType,
} from '#libs/truck-flow';
import * as gate from './contracts/border-gate';
import type { Contract, DetailsOf } from './contracts/contract';
import { SUBDIVISION } from './contracts/fields';
import * as visit from './contracts/truck-visit';
import * as yard from './contracts/yard';

/** What else a translation may look at: when it happened, and the subject's effective history up to then. */
export interface Background {
  readonly eventTime: string;
  readonly history: () => readonly EffectiveEvent[];
}

/** From the stored language into the published one. */
export interface Translation<Stored = never, Of extends Contract = Contract> {
  readonly contract: Of;
  readonly details: (data: Stored, background: Background) => DetailsOf<Of>;
}

type StoredData = TruckVisitSteps &
  GateActs &
  YardActs &
  Record<DriverRegistered['type'], DriverRegistered['data']>;

/** Stored types that say what happened; corrections and the internal ones are apart. */
export type FactType = StepType | GateActType | YardActType | DriverRegistered['type'];

function row<Stored extends object, Of extends Contract>(
  contract: Of,
  details: (data: Stored, background: Background) => DetailsOf<Of>,
): Translation<Stored, Of> {
  return { contract, details };
}

/**
 * THE place where the inside of the border becomes what the world may know: one row a stored type. Each row names the
 * fields it lets out; what is not named stays inside: plates, people, companies, and all that was typed freely.
 */
export const TRANSLATIONS: { readonly [Type in FactType]: Translation<StoredData[Type]> } = {
  'truckVisit.TruckArrived.v1': row(visit.TruckArrivedV1, (data) => ({
    gate: data.gate,
    direction: data.direction,
    ...present({ observed: data.observed }),
    bodyType: data.bodyType,
    consignments: data.consignments.map(goods),
    ...present({
      previousVisitId: data.previousVisitId,
      yard: data.yardOfPlace,
      container: data.container && { number: data.container.number },
      payloadTonnes: data.payloadTonnes,
    }),
  })),
  'truckVisit.CustomsCleared.v1': row(visit.CustomsClearedV1, (data) => ({
    ...seen(data),
    declarationNumber: data.declarationNumber,
  })),
  'truckVisit.Disinfected.v1': row(visit.DisinfectedV1, (data) => ({
    ...seen(data),
    targets: [...data.targets],
    procedureVersion: data.procedureVersion,
  })),
  'truckVisit.TruckCalledForward.v1': row(visit.TruckCalledForwardV1, ({ deadline, mode }) =>
    present({ deadline, mode }),
  ),
  'truckVisit.YardEntered.v1': row(visit.YardEnteredV1, inYard),
  'truckVisit.YardLeft.v1': row(visit.YardLeftV1, inYard),
  'truckVisit.HandedOverToDedicatedDriver.v1': row(visit.HandedOverToDedicatedDriverV1, (data) => ({
    ...seen(data),
    dedicatedDriver: data.dedicatedDriver,
  })),
  'truckVisit.ContainerCut.v1': row(visit.ContainerCutV1, (data) => ({
    ...seen(data),
    yard: data.yard,
    ...transferred(data, data.toTractor),
  })),
  'truckVisit.ContainerLifted.v1': row(visit.ContainerLiftedV1, (data) => ({
    ...seen(data),
    yard: data.yard,
    container: { number: data.container.number },
    ...transferred(data, data.toVehicle),
  })),
  'truckVisit.CargoTransloaded.v1': row(visit.CargoTransloadedV1, (data) => ({
    ...seen(data),
    yard: data.yard,
    ...transferred(data, data.toVehicle),
  })),
  'truckVisit.GoodsReceived.v1': row(visit.GoodsReceivedV1, (data) => ({
    fromVisitId: data.fromVisitId,
    transfer: data.transfer,
    consignments: data.consignments.map(goods),
    ...present({ container: data.container && { number: data.container.number } }),
  })),
  'truckVisit.BorderCrossed.v1': row(visit.BorderCrossedV1, (data) => ({
    ...seen(data),
    ...present({ lane: data.lane }),
  })),
  'truckVisit.DeliveredAbroad.v1': row(visit.DeliveredAbroadV1, (data) => ({
    ...seen(data),
    foreignYard: data.foreignYard,
  })),
  'truckVisit.ReturnedHome.v1': row(visit.ReturnedHomeV1, seen),
  'truckVisit.TurnedBack.v1': row(visit.TurnedBackV1, ended),
  'truckVisit.Diverted.v1': row(visit.DivertedV1, ended),
  'truckVisit.VisitCancelled.v1': row(visit.VisitCancelledV1, ended),
  'truckVisit.VehicleChanged.v1': row(visit.VehicleChangedV1, (data) => ({
    ...seen(data),
    changed: CHANGEABLE.filter(([field]) => data[field] !== undefined).map(([, word]) => word),
  })),
  'truckVisit.HoldPlaced.v1': row(visit.HoldPlacedV1, held),
  'truckVisit.HoldLiftConfirmed.v1': row(visit.HoldLiftConfirmedV1, held),
  'truckVisit.HoldLifted.v1': row(visit.HoldLiftedV1, held),
  'truckVisit.SeenElsewhere.v1': row(visit.SeenElsewhereV1, ({ gate: seenAt, visitId: otherVisitId }) => ({
    seenAt,
    otherVisitId,
  })),

  'borderGate.GateRegistered.v1': row(gate.GateRegisteredV1, (data) => ({
    name: { vi: data.name.vi, zh: data.name.zh, en: data.name.en },
    timeZone: data.timeZone,
    lanes: [...data.lanes],
    hours: hours(data),
    handoverMode: data.handoverMode,
  })),
  'borderGate.GateSuspended.v1': row(gate.GateSuspendedV1, (data, background) => ({
    ...force(data, background),
    orderedBy: data.orderedBy,
    ...present({ lane: data.lane, commodityScope: data.commodityScope && [...data.commodityScope] }),
  })),
  'borderGate.GateResumed.v1': row(gate.GateResumedV1, (data, background) => ({
    ...force(data, background),
    ...present({
      lane: data.lane,
      handoverMode: data.handoverMode,
      expectedRate: data.expectedRate && range(data.expectedRate),
    }),
  })),
  'borderGate.HandoverModeChanged.v1': row(gate.HandoverModeChangedV1, (data, background) => ({
    ...force(data, background),
    mode: data.mode,
  })),
  'borderGate.GateHoursChanged.v1': row(gate.GateHoursChangedV1, (data, background) => ({
    ...force(data, background),
    hours: hours(data),
  })),
  'borderGate.ClearanceRateObserved.v1': row(gate.ClearanceRateObservedV1, (data, background) => ({
    ...force(data, background),
    trucksPerDay: range(data.trucksPerDay),
  })),

  'yard.YardRegistered.v1': row(yard.YardRegisteredV1, (data) => ({
    gate: data.gate,
    name: data.name,
    capacity: range(data.capacity),
    tenure: data.tenure,
  })),
  'yard.YardCapacityChanged.v1': row(yard.YardCapacityChangedV1, (data) => ({
    capacity: range(data.capacity),
    tenure: data.tenure,
  })),
  'dedicatedDriver.Registered.v1': row(yard.DedicatedDriverRegisteredV1, ({ pool }) => ({ pool })),
};

const CHANGEABLE = [
  ['tractor', 'TRACTOR'],
  ['trailer', 'TRAILER'],
  ['container', 'CONTAINER'],
  ['driver', 'DRIVER'],
  ['carrier', 'CARRIER'],
] as const;

/** Without the members that are not there: what is absent is left out, never null. */
function present<Members extends object>(members: Members): Present<Members> {
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined),
  ) as Present<Members>;
}

type Present<Members> = { [Key in keyof Members]?: Exclude<Members[Key], undefined> };

function seen({ observed }: StepData) {
  return present({ observed });
}

function inYard(data: TruckVisitSteps['truckVisit.YardEntered.v1']) {
  return { ...seen(data), yard: data.yard, ...present({ spot: data.spot }) };
}

function ended(data: StepData & EndingData) {
  return { ...seen(data), ...present({ toGate: data.toGate }) };
}

/** The cause of a hold may tell of somebody's health, so only their number is told. */
function held(data: StepData, { history }: Background) {
  return { ...seen(data), openHolds: foldVisit(history()).openHolds.length };
}

function transferred({ toVisitId }: TransferData, { country, visitId }: ReceivingVehicle) {
  return { receiver: { country, ...present({ visitId }) }, ...present({ toVisitId }) };
}

/** Whose goods they are, and under which contract, is told to those who may ask. */
function goods({ consignmentId, cargoClass, commodity, originProvince, tradeForm }: Consignment) {
  const isProvince = originProvince !== undefined && SUBDIVISION.test(originProvince);
  return {
    consignmentId,
    cargoClass,
    ...present({ commodity, originProvince: isProvince ? originProvince : undefined, tradeForm }),
  };
}

function force({ effectiveFrom, until }: ActData, { eventTime }: Background) {
  return { effectiveFrom: effectiveFrom ?? eventTime, ...present({ until }) };
}

function range({ min, max }: { readonly min: number; readonly max: number }) {
  return { min, max };
}

function hours(data: Pick<GateActs['borderGate.GateHoursChanged.v1'], 'hours'>) {
  return data.hours.map(({ lane, weekdays, from, to }) => ({ lane, weekdays: [...weekdays], from, to }));
}
