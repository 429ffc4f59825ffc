import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import { bodyValidator, CORRECTED_DATA, CorrectionFields, withinCorrected } from '#libs/http-edge';
import type { BodyClass, CommandSlice, RequestContext } from '#libs/http-edge';
import { YardRecorder } from '#libs/recording';
import { YARD_CORRECTED } from '#libs/truck-flow';
import type { YardActBody, YardActType } from '#libs/truck-flow';

/** A recorded act of a yard did not happen, or its data was wrong. */
export class YardCorrectionBody extends CorrectionFields {}

/** Injection token of the body of each act, by its stored type; a correction carries the whole new one. */
export const YARD_BODIES = Symbol('YARD_BODIES');

export class CorrectYardCommand extends Command<Transacted> {
  constructor(
    readonly yard: string,
    readonly body: YardCorrectionBody,
    readonly context: RequestContext,
  ) {
    super();
  }
}

@CommandHandler(CorrectYardCommand)
export class CorrectYardHandler {
  constructor(
    @Inject(YardRecorder) private readonly recorder: YardRecorder,
    @Inject(YARD_BODIES) private readonly bodies: Readonly<Record<YardActType, BodyClass>>,
  ) {}

  execute({ yard, body, context }: CorrectYardCommand): Promise<Transacted> {
    const read = (type: YardActType, corrected: object) =>
      withinCorrected(bodyValidator(this.bodies[type]), corrected) as YardActBody;
    return this.recorder.correct(yard, body, context, read);
  }
}

export const yardCorrection: CommandSlice<YardCorrectionBody> = {
  path: 'yards/correction',
  summary: 'Correct a recorded act',
  body: YardCorrectionBody,
  example: {
    at: '2021-12-25T06:40:00+07:00',
    eventId: '7c0c7a53-6d0c-5a3e-9a52-0f2f6d5b8f11',
    reason: 'INCORRECT_DATA',
    corrected: { at: '2021-12-25T06:40:00+07:00', capacity: { min: 600, max: 750 }, tenure: 'TEMPORARY' },
  },
  command: CorrectYardCommand,
  handler: CorrectYardHandler,
  stores: { type: YARD_CORRECTED, adds: CORRECTED_DATA },
  envelope: (yard, body, context) => new CorrectYardCommand(yard, body, context),
};
