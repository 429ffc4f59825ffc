/* Response classes of a truck visit and its history. */

import {
  ACTOR,
  AsOf,
  COUNT,
  INSTANT,
  IsAnyObject,
  IsAnyText,
  IsCode,
  IsDescribedBy,
  IsFlag,
  IsIdentifier,
  IsInstant,
  IsListOf,
  IsNested,
  IsOneOf,
  IsPosition,
  IsUuid,
  listOf,
  MayBeAbsent,
  objectOf,
  TEXT,
} from '#libs/http-edge';
import type { HandoverMode, Stage, StepName } from '#libs/truck-flow';
import { HANDOVER_MODES } from './handover-modes';
import { MISSING_STEPS } from './missing-steps';
import { IsNextSteps } from './next-steps';
import type { NextStep } from './next-steps';
import { AreBothContainers, ContainerRef, PlatedVehicle } from './step-fields';
import { STAGES } from './visit-stages';

const STEP_FLAGS = listOf({ enum: ['LATE_REPORT'] });
const FLAGS = listOf({ enum: ['LATE_REPORT', 'CALL_MISSED', 'RETURN_OVERDUE'] });
const MAX_STEPS = 100_000;

/** A step as it counts today; `body` is what was reported, or the corrected body, a crossing's with the vehicle by then. */
export class ShownStepAnswer {
  @IsUuid()
  readonly eventId!: string;

  @IsAnyText()
  readonly type!: string;

  @IsInstant()
  readonly eventTime!: string;

  @IsInstant()
  readonly recordTime!: string;

  @IsAnyObject()
  readonly body!: object;

  @IsDescribedBy(STEP_FLAGS)
  readonly flags!: readonly string[];

  @MayBeAbsent()
  @IsUuid()
  readonly correctedBy?: string;
}

/** A recorded correction, also of what did not occur and is no step any more. */
export class ShownCorrectionAnswer {
  @IsUuid()
  readonly eventId!: string;

  @IsDescribedBy(objectOf({ eventId: TEXT, type: TEXT }))
  readonly corrects!: object;

  @IsOneOf(['DID_NOT_OCCUR', 'INCORRECT_DATA'])
  readonly reason!: string;

  @IsInstant()
  readonly eventTime!: string;

  @IsInstant()
  readonly recordTime!: string;

  @IsDescribedBy(ACTOR)
  readonly actor!: object;
}

/** What carries the goods now. */
export class CarriageAnswer {
  @MayBeAbsent()
  @IsNested(() => PlatedVehicle)
  readonly tractor?: PlatedVehicle;

  @MayBeAbsent()
  @IsNested(() => PlatedVehicle)
  readonly trailer?: PlatedVehicle;

  @MayBeAbsent()
  @IsNested(() => ContainerRef)
  readonly container?: ContainerRef;

  @MayBeAbsent()
  @AreBothContainers()
  readonly containers?: readonly ContainerRef[];

  @MayBeAbsent()
  @IsIdentifier()
  readonly driver?: string;
}

/** A truck visit with all that was recorded of it. */
export class TruckVisitAnswer {
  @IsUuid()
  readonly visitId!: string;

  @IsCode()
  readonly gate!: string;

  @IsOneOf(STAGES)
  readonly stage!: Stage;

  /** The ETag. */
  @IsPosition()
  readonly revision!: string;

  @IsFlag()
  readonly onHand!: boolean;

  @MayBeAbsent()
  @IsUuid()
  readonly previousVisitId?: string;

  /** The arrival as it counts today, with `at`; absent when the visit is voided. */
  @MayBeAbsent()
  @IsAnyObject()
  readonly arrival?: object;

  @MayBeAbsent()
  @IsNested(() => CarriageAnswer)
  readonly carriage?: CarriageAnswer;

  @MayBeAbsent()
  @IsDescribedBy(objectOf({ yard: TEXT, spot: TEXT, since: INSTANT }, ['spot']))
  readonly yard?: object;

  /** The last. */
  @MayBeAbsent()
  @IsDescribedBy(objectOf({ grossKg: COUNT, axles: COUNT, at: INSTANT }, ['axles']))
  readonly weighing?: object;

  @IsFlag()
  readonly held!: boolean;

  @IsDescribedBy(listOf(objectOf({ cause: TEXT, legalBasis: TEXT, since: INSTANT }, ['legalBasis'])))
  readonly holds!: readonly object[];

  @MayBeAbsent()
  @IsOneOf(HANDOVER_MODES)
  readonly handoverMode?: HandoverMode;

  @IsListOf(() => ShownStepAnswer, 0, MAX_STEPS)
  readonly steps!: readonly ShownStepAnswer[];

  @IsListOf(() => ShownCorrectionAnswer, 0, MAX_STEPS)
  readonly corrections!: readonly ShownCorrectionAnswer[];

  @IsDescribedBy(listOf(objectOf({ code: TEXT, pointer: TEXT, eventId: TEXT, passed: COUNT }, ['passed'])))
  readonly warnings!: readonly object[];

  @IsDescribedBy(FLAGS)
  readonly flags!: readonly string[];

  @IsDescribedBy(
    listOf(objectOf({ code: TEXT, eventId: TEXT, at: INSTANT, detail: TEXT, passed: COUNT }, ['passed'])),
  )
  readonly deviations!: readonly object[];

  @IsDescribedBy(MISSING_STEPS)
  readonly missing!: readonly StepName[];

  @IsNextSteps()
  readonly next!: readonly NextStep[];

  /** Its record was changed from outside: it stays as it was before, and nothing comes next. */
  @MayBeAbsent()
  @IsFlag()
  readonly damaged?: true;

  @IsNested(() => AsOf)
  readonly asOf!: AsOf;
}
