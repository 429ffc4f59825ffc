import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import { IsOneOf, IsText, MayBeAbsent } from '#libs/http-edge';
import type { CommandSlice, RequestContext } from '#libs/http-edge';
import { VisitRecorder } from '#libs/recording';
import type { ExcuseCause } from '#libs/truck-flow';
import { ObservableStepFields } from './step-fields';
import { storedStep } from './stored-step';

const EXCUSE_CAUSES = [
  'BREAKDOWN',
  'SUSPENSION',
  'HEALTH',
  'OTHER',
] as const satisfies readonly ExcuseCause[];

/** Why a truck cannot follow its call, or could not; it keeps its place. */
export class CallExcuseBody extends ObservableStepFields {
  @IsOneOf(EXCUSE_CAUSES)
  readonly cause!: string;

  /** What shows it, in words or as a reference. */
  @MayBeAbsent()
  @IsText(500)
  readonly evidence?: string;
}

export class ExcuseCallCommand extends Command<Transacted> {
  constructor(
    readonly visitId: string,
    readonly body: CallExcuseBody,
    readonly context: RequestContext,
  ) {
    super();
  }
}

@CommandHandler(ExcuseCallCommand)
export class ExcuseCallHandler {
  constructor(@Inject(VisitRecorder) private readonly visits: VisitRecorder) {}

  execute({ visitId, body, context }: ExcuseCallCommand): Promise<Transacted> {
    return this.visits.record({ step: 'call-excuse', visitId, body }, context);
  }
}

export const callExcuse: CommandSlice<CallExcuseBody> = {
  path: 'truck-visits/call-excuse',
  summary: 'Excuse the truck for not following its call',
  body: CallExcuseBody,
  example: { at: '2021-12-25T08:05:00+07:00', cause: 'BREAKDOWN', evidence: 'tow report 17' },
  command: ExcuseCallCommand,
  handler: ExcuseCallHandler,
  stores: storedStep('call-excuse'),
  envelope: (visitId, body, context) => new ExcuseCallCommand(visitId, body, context),
};
