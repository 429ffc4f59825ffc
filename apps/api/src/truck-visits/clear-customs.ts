import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import { IsIdentifier, MayBeAbsent } from '#libs/http-edge';
import type { CommandSlice, RequestContext } from '#libs/http-edge';
import { VisitRecorder } from '#libs/recording';
import { ObservableStepFields } from './step-fields';
import { storedStep } from './stored-step';

/** Customs procedures are finished in the area outside the gate (Y-06, R-21). */
export class CustomsClearanceBody extends ObservableStepFields {
  @IsIdentifier(40)
  readonly declarationNumber!: string;

  @MayBeAbsent()
  @IsIdentifier()
  readonly customsBroker?: string;
}

export class ClearCustomsCommand extends Command<Transacted> {
  constructor(
    readonly visitId: string,
    readonly body: CustomsClearanceBody,
    readonly context: RequestContext,
  ) {
    super();
  }
}

@CommandHandler(ClearCustomsCommand)
export class ClearCustomsHandler {
  constructor(@Inject(VisitRecorder) private readonly visits: VisitRecorder) {}

  execute({ visitId, body, context }: ClearCustomsCommand): Promise<Transacted> {
    return this.visits.record({ step: 'customs-clearance', visitId, body }, context);
  }
}

export const customsClearance: CommandSlice<CustomsClearanceBody> = {
  path: 'truck-visits/customs-clearance',
  summary: 'Customs procedures are finished',
  body: CustomsClearanceBody,
  example: { at: '2021-12-25T06:40:00+07:00', declarationNumber: '305120' },
  command: ClearCustomsCommand,
  handler: ClearCustomsHandler,
  stores: storedStep('customs-clearance'),
  envelope: (visitId, body, context) => new ClearCustomsCommand(visitId, body, context),
};
