import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import {
  bodyValidator,
  CORRECTED_DATA,
  CorrectionFields,
  IsIdentifier,
  MayBeAbsent,
  withinCorrected,
} from '#libs/http-edge';
import type { BodyClass, CommandSlice, RequestContext } from '#libs/http-edge';
import { VisitRecorder } from '#libs/recording';
import { STEPS, VISIT_CORRECTED } from '#libs/truck-flow';
import type { StepBody, StepName, StepType } from '#libs/truck-flow';
import { OWN_GATE, WARNINGS } from './stored-step';

/** A recorded step did not occur, or its data was wrong; nothing is edited or deleted. */
export class VisitCorrectionBody extends CorrectionFields {
  @MayBeAbsent()
  @IsIdentifier(100)
  readonly place?: string;
}

/** Injection token of the body of each step, by its stored type; a correction carries the whole new one. */
export const STEP_BODIES = Symbol('STEP_BODIES');

export class CorrectVisitCommand extends Command<Transacted> {
  constructor(
    readonly visitId: string,
    readonly body: VisitCorrectionBody,
    readonly context: RequestContext,
  ) {
    super();
  }
}

@CommandHandler(CorrectVisitCommand)
export class CorrectVisitHandler {
  constructor(
    @Inject(VisitRecorder) private readonly visits: VisitRecorder,
    @Inject(STEP_BODIES) private readonly bodies: Readonly<Record<StepType, BodyClass>>,
  ) {}

  execute({ visitId, body, context }: CorrectVisitCommand): Promise<Transacted> {
    const read = (step: StepName, corrected: object) =>
      withinCorrected(bodyValidator(this.bodies[STEPS[step]]), corrected) as StepBody;
    return this.visits.correct(visitId, body, context, read);
  }
}

export const visitCorrection: CommandSlice<VisitCorrectionBody> = {
  path: 'truck-visits/correction',
  summary: 'Correct a recorded step',
  body: VisitCorrectionBody,
  example: {
    at: '2021-12-25T06:40:00+07:00',
    eventId: '7c0c7a53-6d0c-5a3e-9a52-0f2f6d5b8f11',
    reason: 'INCORRECT_DATA',
    corrected: { at: '2021-12-25T06:40:00+07:00', declarationNumber: '305121' },
  },
  command: CorrectVisitCommand,
  handler: CorrectVisitHandler,
  stores: { type: VISIT_CORRECTED, adds: { ...CORRECTED_DATA, gate: OWN_GATE, warnings: WARNINGS } },
  envelope: (visitId, body, context) => new CorrectVisitCommand(visitId, body, context),
};
