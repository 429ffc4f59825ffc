import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import { IsCode, IsInstant, IsListOf, IsListWith, IsNested, IsOneOf, IsTimeZone } from '#libs/http-edge';
import type { CommandSlice, RequestContext } from '#libs/http-edge';
import { GateRecorder } from '#libs/recording';
import { HANDOVER_MODES } from '../truck-visits/handover-modes';
import { GatePairFields, IsNotReserved, LocalizedNameFields, OpeningHoursFields } from './gate-fields';

/** A gate with its lanes, hours and handover mode (G-01, G-17), its pair and class where known. */
export class GateRegistrationBody extends GatePairFields {
  @IsInstant()
  readonly at!: string;

  @IsCode()
  @IsNotReserved()
  readonly gate!: string;

  @IsNested(() => LocalizedNameFields)
  readonly name!: LocalizedNameFields;

  @IsTimeZone()
  readonly timeZone!: string;

  @IsListWith(IsCode({ each: true }), 1, 50)
  readonly lanes!: string[];

  @IsListOf(() => OpeningHoursFields, 0, 100)
  readonly hours!: OpeningHoursFields[];

  @IsOneOf(HANDOVER_MODES)
  readonly handoverMode!: string;
}

export class RegisterGateCommand extends Command<Transacted> {
  constructor(
    readonly body: GateRegistrationBody,
    readonly context: RequestContext,
  ) {
    super();
  }
}

@CommandHandler(RegisterGateCommand)
export class RegisterGateHandler {
  constructor(@Inject(GateRecorder) private readonly gates: GateRecorder) {}

  execute({ body, context }: RegisterGateCommand): Promise<Transacted> {
    return this.gates.register(body, context);
  }
}

export const gateRegistration: CommandSlice<GateRegistrationBody> = {
  path: 'border-gates',
  body: GateRegistrationBody,
  envelope: (_id, body, context) => new RegisterGateCommand(body, context),
};
