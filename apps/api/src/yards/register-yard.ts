import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import { IsCode, IsInstant, IsNested, IsOneOf, IsText } from '#libs/http-edge';
import type { CommandSlice, RequestContext } from '#libs/http-edge';
import { YardRecorder } from '#libs/recording';
import type { Tenure } from '#libs/truck-flow';
import { CapacityFields, ClassificationIfKnown, TENURES } from './yard-fields';

/** A yard with its gate, capacity and tenure (Y-01, Y-07). */
export class YardRegistrationBody extends ClassificationIfKnown {
  @IsInstant()
  readonly at!: string;

  @IsCode()
  readonly yard!: string;

  @IsCode()
  readonly gate!: string;

  @IsText(100)
  readonly name!: string;

  @IsNested(() => CapacityFields)
  readonly capacity!: CapacityFields;

  @IsOneOf(TENURES)
  readonly tenure!: Tenure;
}

export class RegisterYardCommand extends Command<Transacted> {
  constructor(
    readonly body: YardRegistrationBody,
    readonly context: RequestContext,
  ) {
    super();
  }
}

@CommandHandler(RegisterYardCommand)
export class RegisterYardHandler {
  constructor(@Inject(YardRecorder) private readonly recorder: YardRecorder) {}

  execute({ body, context }: RegisterYardCommand): Promise<Transacted> {
    return this.recorder.register(body, context);
  }
}

export const yardRegistration: CommandSlice<YardRegistrationBody> = {
  path: 'yards',
  summary: 'Register a yard',
  body: YardRegistrationBody,
  example: {
    at: '2021-12-25T06:40:00+07:00',
    yard: 'COC_NAM_YARD',
    gate: 'TAN_THANH',
    name: 'Bãi Cốc Nam',
    capacity: { min: 200, max: 300 },
    tenure: 'PERMANENT',
  },
  command: RegisterYardCommand,
  handler: RegisterYardHandler,
  stores: { type: 'yard.YardRegistered.v1' },
  envelope: (_id, body, context) => new RegisterYardCommand(body, context),
};
