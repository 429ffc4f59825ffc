import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import { IsListOf } from '#libs/http-edge';
import type { CommandSlice, RequestContext } from '#libs/http-edge';
import { GateRecorder } from '#libs/recording';
import { GateActFields, OpeningHoursFields } from './gate-fields';

/** The opening hours of the lanes change (G-24). */
export class OpeningHoursBody extends GateActFields {
  @IsListOf(() => OpeningHoursFields, 0, 100)
  readonly hours!: OpeningHoursFields[];
}

export class ChangeOpeningHoursCommand extends Command<Transacted> {
  constructor(
    readonly gate: string,
    readonly body: OpeningHoursBody,
    readonly context: RequestContext,
  ) {
    super();
  }
}

@CommandHandler(ChangeOpeningHoursCommand)
export class ChangeOpeningHoursHandler {
  constructor(@Inject(GateRecorder) private readonly gates: GateRecorder) {}

  execute({ gate, body, context }: ChangeOpeningHoursCommand): Promise<Transacted> {
    return this.gates.record({ act: 'opening-hours', gate, body }, context);
  }
}

export const openingHours: CommandSlice<OpeningHoursBody> = {
  path: 'border-gates/opening-hours',
  body: OpeningHoursBody,
  envelope: (gate, body, context) => new ChangeOpeningHoursCommand(gate, body, context),
};
