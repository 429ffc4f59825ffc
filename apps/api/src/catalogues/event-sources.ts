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

/** What a stored type means and where its data comes from. */
export interface EventSource {
  readonly meaning: string;
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

const step = (path: string, meaning: string, adds: EventSource['adds'] = OBSERVED): EventSource => ({
  meaning,
  slice: sliceOf(`truck-visits/${path}`),
  adds: { ...adds, ...JUDGED },
});

const act = (path: string, meaning: string, adds: EventSource['adds'] = {}): EventSource => ({
  meaning,
  slice: sliceOf(path),
  adds,
});

/** Every public stored type. */
export const EVENT_SOURCES: Readonly<Record<PublicEventType, EventSource>> = {
  'truckVisit.TruckArrived.v1': {
    meaning: 'The truck stands at the gate or in its yard; the visit and its stay on hand begin.',
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
  'truckVisit.CustomsCleared.v1': step('customs-clearance', 'Customs procedures for the goods are finished.'),
  'truckVisit.Disinfected.v1': step(
    'disinfection',
    'Cabin, cargo, packaging, container or vehicle were disinfected.',
  ),
  'truckVisit.TruckCalledForward.v1': step('call-forward', 'The truck was ordered to the gate.', {}),
  'truckVisit.YardEntered.v1': step('yard-entry', 'The truck drove into a yard, or to another spot of it.'),
  'truckVisit.YardLeft.v1': step('yard-exit', 'The truck left a yard.'),
  'truckVisit.HandedOverToDedicatedDriver.v1': step(
    'handover',
    'A dedicated driver took the vehicle over for the way across the border.',
  ),
  'truckVisit.ContainerCut.v1': step(
    'container-cut',
    'Trailer or container were unhitched and taken by another tractor.',
    TRANSFER,
  ),
  'truckVisit.ContainerLifted.v1': step(
    'container-lift',
    'The container was lifted onto another vehicle.',
    TRANSFER,
  ),
  'truckVisit.CargoTransloaded.v1': step(
    'transload',
    'The cargo was reloaded onto another vehicle.',
    TRANSFER,
  ),
  'truckVisit.GoodsReceived.v1': {
    ...step(
      'transload',
      "Goods came onto this visit's vehicle by a cut, lift or transload of another visit.",
      {},
    ),
    body: GoodsReceiptBody,
  },
  'truckVisit.BorderCrossed.v1': {
    ...step('crossing', 'The goods crossed the border line; the visit is no longer on hand.', {
      ...OBSERVED,
      vehicle: { type: 'object', properties: { plate: TEXT }, required: ['plate'] },
    }),
    alwaysAdds: ['vehicle'],
  },
  'truckVisit.DeliveredAbroad.v1': step('delivery', 'The goods were delivered in the foreign yard.'),
  'truckVisit.ReturnedHome.v1': step('return', 'The dedicated driver came back; he is free again.'),
  'truckVisit.TurnedBack.v1': step('turn-back', 'The truck gave up and left; the visit ends.'),
  'truckVisit.Diverted.v1': step('diversion', 'The truck was sent to another gate; the visit ends.'),
  'truckVisit.VisitCancelled.v1': step('cancellation', 'The visit was called off; it ends.'),
  'truckVisit.VehicleChanged.v1': step(
    'vehicle-change',
    'Tractor, trailer, container, driver or carrier were changed; the place in the queue is kept.',
  ),
  'truckVisit.HoldPlaced.v1': step('hold', 'An authority holds the visit for a cause.'),
  'truckVisit.HoldLiftConfirmed.v1': step(
    'hold-lift-confirmation',
    'A second person confirms that the hold for that cause may be lifted.',
  ),
  'truckVisit.HoldLifted.v1': step('hold-lift', 'The hold for that cause is lifted.'),
  'truckVisit.SeenElsewhere.v1': {
    meaning: 'The truck was seen at a gate, with another visit, while it was on hand here; the visit ends.',
    slice: sliceOf('truck-visits'),
    body: SightingBody,
    adds: {},
  },
  'truckVisit.EventCorrected.v1': act(
    'truck-visits/correction',
    'A recorded step did not happen, or its data was wrong; a later correction of it replaces this one.',
    { ...CORRECTED, warnings: WARNINGS },
  ),
  'borderGate.GateRegistered.v1': act(
    'border-gates',
    'A gate exists, with its lanes, hours and mode, and where known the opposite gate and the class of the pair.',
  ),
  'borderGate.GateSuspended.v1': act(
    'border-gates/suspension',
    'Clearance is suspended: the whole gate, one lane, or some goods.',
  ),
  'borderGate.GateResumed.v1': act(
    'border-gates/resumption',
    'Clearance resumes, perhaps in another mode or at a reduced rate.',
  ),
  'borderGate.HandoverModeChanged.v1': act(
    'border-gates/handover-mode',
    'Another handover mode is in force.',
  ),
  'borderGate.GateHoursChanged.v1': act('border-gates/opening-hours', 'Other opening hours are in force.'),
  'borderGate.ClearanceRateObserved.v1': act(
    'border-gates/clearance-rate',
    'The gate was seen to clear so many trucks a day.',
  ),
  'borderGate.EventCorrected.v1': act(
    'border-gates/correction',
    'A recorded act of the gate did not happen, or its data was wrong.',
    CORRECTED,
  ),
  'yard.YardRegistered.v1': act('yards', 'A yard exists, with its gate, capacity and tenure.'),
  'yard.YardCapacityChanged.v1': act(
    'yards/capacity',
    'Another capacity and tenure of the yard are in force.',
  ),
  'yard.EventCorrected.v1': act(
    'yards/correction',
    'A recorded act of the yard did not happen, or its data was wrong.',
    CORRECTED,
  ),
  'dedicatedDriver.Registered.v1': act(
    'dedicated-drivers',
    'A dedicated driver, named by a code, belongs to a pool at a gate.',
  ),
};
