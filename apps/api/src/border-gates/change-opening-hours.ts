import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import { IsListOf } from '#libs/http-edge';
import type { CommandSlice, RequestContext } from '#libs/http-edge';
import { GateRecorder } from '#libs/recording';
import { ACTS } from '#libs/truck-flow';
import { OrderedActFields, OpeningHoursFields } from './gate-fields';

/** The opening hours of the lanes change (G-24). */
export class OpeningHoursBody extends OrderedActFields {
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
  summary: 'Change the opening hours',
  body: OpeningHoursBody,
  example: {
    at: '2021-12-25T06:40:00+07:00',
    hours: [{ lane: 'MAIN', weekdays: ['MON', 'TUE', 'WED', 'THU', 'FRI'], from: '07:00', to: '19:00' }],
  },
  command: ChangeOpeningHoursCommand,
  handler: ChangeOpeningHoursHandler,
  stores: { type: ACTS['opening-hours'] },
  envelope: (gate, body, context) => new ChangeOpeningHoursCommand(gate, body, context),
};
