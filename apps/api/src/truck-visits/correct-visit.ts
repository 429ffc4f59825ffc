import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import { CorrectionFields, documentCorrected, IsIdentifier, MayBeAbsent } from '#libs/http-edge';
import type { CommandSlice, RequestContext } from '#libs/http-edge';
import { VisitRecorder } from '#libs/recording';
import { correctedBody, STEP_BODIES } from './step-bodies';

/** A recorded step did not occur, or its data was wrong; nothing is edited or deleted. */
export class VisitCorrectionBody extends CorrectionFields {
  @MayBeAbsent()
  @IsIdentifier(100)
  readonly place?: string;
}

documentCorrected(VisitCorrectionBody, STEP_BODIES);

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
  constructor(@Inject(VisitRecorder) private readonly visits: VisitRecorder) {}

  execute({ visitId, body, context }: CorrectVisitCommand): Promise<Transacted> {
    return this.visits.correct(visitId, body, context, correctedBody);
  }
}

export const visitCorrection: CommandSlice<VisitCorrectionBody> = {
  path: 'truck-visits/correction',
  body: VisitCorrectionBody,
  envelope: (visitId, body, context) => new CorrectVisitCommand(visitId, body, context),
};
