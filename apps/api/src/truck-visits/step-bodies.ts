import type { StepBody, StepName } from '#libs/truck-flow';
import { bodyValidator } from '../http/validation/body-validator';
import type { BodyValidator } from '../http/validation/body-validator';
import { withinCorrected } from '../http/validation/correction-fields';
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
const BODIES: Record<StepName, BodyValidator<object>> = {
  arrival: bodyValidator(ArrivalBody),
  'customs-clearance': bodyValidator(CustomsClearanceBody),
  disinfection: bodyValidator(DisinfectionBody),
  'call-forward': bodyValidator(CallForwardBody),
  'yard-entry': bodyValidator(YardEntryBody),
  'yard-exit': bodyValidator(YardExitBody),
  handover: bodyValidator(HandoverBody),
  'container-cut': bodyValidator(ContainerCutBody),
  'container-lift': bodyValidator(ContainerLiftBody),
  transload: bodyValidator(TransloadBody),
  'goods-receipt': bodyValidator(GoodsReceiptBody),
  crossing: bodyValidator(CrossingBody),
  delivery: bodyValidator(DeliveryBody),
  return: bodyValidator(ReturnBody),
  'turn-back': bodyValidator(TurnBackBody),
  diversion: bodyValidator(DiversionBody),
  cancellation: bodyValidator(CancellationBody),
  'vehicle-change': bodyValidator(VehicleChangeBody),
  hold: bodyValidator(HoldBody),
  'hold-lift-confirmation': bodyValidator(HoldLiftConfirmationBody),
  'hold-lift': bodyValidator(HoldLiftBody),
  'sighting-elsewhere': bodyValidator(SightingBody),
};

/** @throws Refusal BODY_INVALID with pointers into `corrected`. */
export function correctedBody(step: StepName, corrected: object): StepBody {
  return withinCorrected(BODIES[step], corrected) as StepBody;
}
