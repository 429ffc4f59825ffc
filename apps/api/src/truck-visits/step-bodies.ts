import { bodyValidator, withinCorrected } from '#libs/http-edge';
import type { BodyClass } from '#libs/http-edge';
import type { StepBody, StepName } from '#libs/truck-flow';
import { ArrivalBody } from './record-arrival';
import { CustomsClearanceBody } from './clear-customs';
import { DisinfectionBody } from './disinfect';
import { CallForwardBody } from './call-forward';
import { YardEntryBody } from './enter-yard';
import { YardExitBody } from './leave-yard';
import { HandoverBody } from './hand-over';
import { ContainerCutBody } from './cut-container';
import { ContainerLiftBody } from './lift-container';
import { TransloadBody } from './transload-cargo';
import { CrossingBody } from './record-crossing';
import { DeliveryBody } from './record-delivery';
import { ReturnBody } from './record-return';
import { TurnBackBody } from './turn-back';
import { DiversionBody } from './divert';
import { CancellationBody } from './cancel-visit';
import { VehicleChangeBody } from './change-vehicle';
import { HoldBody } from './place-hold';
import { HoldLiftConfirmationBody } from './confirm-hold-lift';
import { HoldLiftBody } from './lift-hold';
import { GoodsReceiptBody, SightingBody } from './step-of-another-visit';

/** The shape of each step's body; a correction carries the whole new one. */
const BODIES: Readonly<Record<StepName, BodyClass>> = {
  arrival: ArrivalBody,
  'customs-clearance': CustomsClearanceBody,
  disinfection: DisinfectionBody,
  'call-forward': CallForwardBody,
  'yard-entry': YardEntryBody,
  'yard-exit': YardExitBody,
  handover: HandoverBody,
  'container-cut': ContainerCutBody,
  'container-lift': ContainerLiftBody,
  transload: TransloadBody,
  'goods-receipt': GoodsReceiptBody,
  crossing: CrossingBody,
  delivery: DeliveryBody,
  return: ReturnBody,
  'turn-back': TurnBackBody,
  diversion: DiversionBody,
  cancellation: CancellationBody,
  'vehicle-change': VehicleChangeBody,
  hold: HoldBody,
  'hold-lift-confirmation': HoldLiftConfirmationBody,
  'hold-lift': HoldLiftBody,
  'sighting-elsewhere': SightingBody,
};

/** What a correction of a visit may carry. */
export const STEP_BODIES = Object.values(BODIES);

/** @throws Refusal BODY_INVALID with pointers into `corrected`. */
export function correctedBody(step: StepName, corrected: object): StepBody {
  return withinCorrected(bodyValidator(BODIES[step]), corrected) as StepBody;
}
