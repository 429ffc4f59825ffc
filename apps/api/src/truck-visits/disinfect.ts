import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import { IsIdentifier, IsListWith, IsOneOf } from '#libs/http-edge';
import type { CommandSlice, RequestContext } from '#libs/http-edge';
import { VisitRecorder } from '#libs/recording';
import { ObservableStepFields } from './step-fields';
import { storedStep } from './stored-step';

/** Cab, cargo, packaging, container or vehicle are disinfected (D-10, D-11). */
export class DisinfectionBody extends ObservableStepFields {
  @IsListWith(IsOneOf(['CABIN', 'CARGO', 'PACKAGING', 'CONTAINER', 'VEHICLE'], { each: true }), 1, 5)
  readonly targets!: string[];

  @IsIdentifier(40)
  readonly procedureVersion!: string;
}

export class DisinfectCommand extends Command<Transacted> {
  constructor(
    readonly visitId: string,
    readonly body: DisinfectionBody,
    readonly context: RequestContext,
  ) {
    super();
  }
}

@CommandHandler(DisinfectCommand)
export class DisinfectHandler {
  constructor(@Inject(VisitRecorder) private readonly visits: VisitRecorder) {}

  execute({ visitId, body, context }: DisinfectCommand): Promise<Transacted> {
    return this.visits.record({ step: 'disinfection', visitId, body }, context);
  }
}

export const disinfection: CommandSlice<DisinfectionBody> = {
  path: 'truck-visits/disinfection',
  summary: 'Cab, cargo, packaging, container or vehicle are disinfected',
  body: DisinfectionBody,
  example: { at: '2021-12-25T06:40:00+07:00', targets: ['CABIN'], procedureVersion: '2021-12' },
  command: DisinfectCommand,
  handler: DisinfectHandler,
  stores: storedStep('disinfection'),
  envelope: (visitId, body, context) => new DisinfectCommand(visitId, body, context),
};
