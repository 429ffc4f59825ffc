import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import { bodyValidator, CorrectionFields, documentCorrected, withinCorrected } from '#libs/http-edge';
import type { BodyValidator, CommandSlice, RequestContext } from '#libs/http-edge';
import { YardRecorder } from '#libs/recording';
import type { YardActBody, YardActType } from '#libs/truck-flow';
import { CapacityBody } from './change-capacity';
import { YardRegistrationBody } from './register-yard';

/** A recorded act of a yard did not happen, or its data was wrong. */
export class YardCorrectionBody extends CorrectionFields {}

documentCorrected(YardCorrectionBody, [YardRegistrationBody, CapacityBody]);

const registration = bodyValidator(YardRegistrationBody);
const capacity = bodyValidator(CapacityBody);

/** The shape of each act's body; a correction carries the whole new one. */
function correctedBody(type: YardActType, corrected: object): YardActBody {
  const validate: BodyValidator<object> = type === 'yard.YardRegistered.v1' ? registration : capacity;
  return withinCorrected(validate, corrected) as YardActBody;
}

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
  constructor(@Inject(YardRecorder) private readonly recorder: YardRecorder) {}

  execute({ yard, body, context }: CorrectYardCommand): Promise<Transacted> {
    return this.recorder.correct(yard, body, context, correctedBody);
  }
}

export const yardCorrection: CommandSlice<YardCorrectionBody> = {
  path: 'yards/correction',
  body: YardCorrectionBody,
  envelope: (yard, body, context) => new CorrectYardCommand(yard, body, context),
};
