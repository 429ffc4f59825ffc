import type { BodyClass, CommandSlice, JsonSchema } from '#libs/http-edge';
import type {
  DriverRegistered,
  GATE_CORRECTED,
  GateActType,
  StepType,
  VISIT_CORRECTED,
  YARD_CORRECTED,
  YardActType,
} from '#libs/truck-flow';
import { borderGateSlices } from '../border-gates/border-gates.module';
import { dedicatedDriverSlices } from '../dedicated-drivers/dedicated-drivers.module';
import { GoodsReceiptBody, SightingBody } from '../truck-visits/step-of-another-visit';
import { truckVisitSlices } from '../truck-visits/truck-visits.module';
import { yardSlices } from '../yards/yards.module';

/** Where the data of a stored type comes from. */
export interface EventSource {
  /** The command it comes of. */
  readonly slice: CommandSlice;
  /** Where its data is not the body of that command. */
  readonly body?: BodyClass;
  /** Fields that the decision adds to those of the command's body, or narrows. */
  readonly adds: Readonly<Record<string, JsonSchema>>;
  /** Those of them that are always there. */
  readonly alwaysAdds?: readonly string[];
}

export type PublicEventType =
  | StepType
  | typeof VISIT_CORRECTED
  | GateActType
  | typeof GATE_CORRECTED
  | YardActType
  | typeof YARD_CORRECTED
  | DriverRegistered['type'];

const SLICES: readonly CommandSlice[] = [
  ...truckVisitSlices,
  ...borderGateSlices,
  ...yardSlices,
  ...dedicatedDriverSlices,
];

function sliceOf(path: string): CommandSlice {
  const slice = SLICES.find((one) => one.path === path);
  if (slice === undefined) throw new Error(`no command has the path ${path}`);
  return slice;
}

const TEXT = { type: 'string' };
const OBSERVED = { observed: { const: true } };
const TRANSFER = {
  ...OBSERVED,
  toVisitId: {
    type: 'string',
    format: 'uuid',
    description: 'the visit that carries the goods from then on; this one ends',
  },
};
const WARNINGS: JsonSchema = {
  type: 'array',
  items: {
    type: 'object',
    properties: { code: TEXT, pointer: TEXT, passed: { type: 'integer' } },
    required: ['code', 'pointer'],
  },
};
const JUDGED: Readonly<Record<string, JsonSchema>> = {
  gateRevision: {
    type: 'string',
    pattern: '^[0-9]+$',
    description: 'revision of the gate it was judged against',
  },
  warnings: WARNINGS,
};
const CORRECTED: Readonly<Record<string, JsonSchema>> = {
  corrected: {
    type: 'object',
    description: 'the whole new data of what is corrected, and when it happened',
    properties: { at: { type: 'string', format: 'date-time' }, data: { type: 'object' } },
    required: ['at', 'data'],
  },
};

const step = (path: string, adds: EventSource['adds'] = OBSERVED): EventSource => ({
  slice: sliceOf(`truck-visits/${path}`),
  adds: { ...adds, ...JUDGED },
});

const act = (path: string, adds: EventSource['adds'] = {}): EventSource => ({
  slice: sliceOf(path),
  adds,
});

/** Every public stored type. */
export const EVENT_SOURCES: Readonly<Record<PublicEventType, EventSource>> = {
  'truckVisit.TruckArrived.v1': {
    slice: sliceOf('truck-visits'),
    adds: {
      direction: { const: 'EXPORT' },
      ...OBSERVED,
      yardOfPlace: {
        type: 'string',
        description: 'the same as place, when the truck stands in that yard from then on',
      },
      ...JUDGED,
    },
    alwaysAdds: ['visitId'],
  },
  'truckVisit.CustomsCleared.v1': step('customs-clearance'),
  'truckVisit.Disinfected.v1': step('disinfection'),
  'truckVisit.TruckCalledForward.v1': step('call-forward', {}),
  'truckVisit.YardEntered.v1': step('yard-entry'),
  'truckVisit.YardLeft.v1': step('yard-exit'),
  'truckVisit.HandedOverToDedicatedDriver.v1': step('handover'),
  'truckVisit.ContainerCut.v1': step('container-cut', TRANSFER),
  'truckVisit.ContainerLifted.v1': step('container-lift', TRANSFER),
  'truckVisit.CargoTransloaded.v1': step('transload', TRANSFER),
  'truckVisit.GoodsReceived.v1': {
    ...step('transload', {}),
    body: GoodsReceiptBody,
  },
  'truckVisit.BorderCrossed.v1': {
    ...step('crossing', {
      ...OBSERVED,
      vehicle: { type: 'object', properties: { plate: TEXT }, required: ['plate'] },
    }),
    alwaysAdds: ['vehicle'],
  },
  'truckVisit.DeliveredAbroad.v1': step('delivery'),
  'truckVisit.ReturnedHome.v1': step('return'),
  'truckVisit.TurnedBack.v1': step('turn-back'),
  'truckVisit.Diverted.v1': step('diversion'),
  'truckVisit.VisitCancelled.v1': step('cancellation'),
  'truckVisit.VehicleChanged.v1': step('vehicle-change'),
  'truckVisit.HoldPlaced.v1': step('hold'),
  'truckVisit.HoldLiftConfirmed.v1': step('hold-lift-confirmation'),
  'truckVisit.HoldLifted.v1': step('hold-lift'),
  'truckVisit.SeenElsewhere.v1': {
    slice: sliceOf('truck-visits'),
    body: SightingBody,
    adds: {},
  },
  'truckVisit.EventCorrected.v1': act('truck-visits/correction', { ...CORRECTED, warnings: WARNINGS }),
  'borderGate.GateRegistered.v1': act('border-gates'),
  'borderGate.GateSuspended.v1': act('border-gates/suspension'),
  'borderGate.GateResumed.v1': act('border-gates/resumption'),
  'borderGate.HandoverModeChanged.v1': act('border-gates/handover-mode'),
  'borderGate.GateHoursChanged.v1': act('border-gates/opening-hours'),
  'borderGate.ClearanceRateObserved.v1': act('border-gates/clearance-rate'),
  'borderGate.EventCorrected.v1': act('border-gates/correction', CORRECTED),
  'yard.YardRegistered.v1': act('yards'),
  'yard.YardCapacityChanged.v1': act('yards/capacity'),
  'yard.EventCorrected.v1': act('yards/correction', CORRECTED),
  'dedicatedDriver.Registered.v1': act('dedicated-drivers'),
};
