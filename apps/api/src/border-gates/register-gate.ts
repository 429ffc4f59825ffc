import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import { IsCode, IsInstant, IsListOf, IsListWith, IsNested, IsOneOf, IsTimeZone } from '#libs/http-edge';
import type { CommandSlice, RequestContext } from '#libs/http-edge';
import { GateRecorder } from '#libs/recording';
import { ACTS } from '#libs/truck-flow';
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
  summary: 'Register a gate',
  body: GateRegistrationBody,
  example: {
    at: '2021-12-25T06:40:00+07:00',
    gate: 'COC_NAM',
    name: { vi: 'Cốc Nam', zh: '弄怀', en: 'Coc Nam' },
    timeZone: 'Asia/Ho_Chi_Minh',
    lanes: ['MAIN'],
    hours: [{ lane: 'MAIN', weekdays: ['MON', 'TUE', 'WED', 'THU', 'FRI'], from: '07:00', to: '19:00' }],
    handoverMode: 'FOREIGN_YARD',
  },
  command: RegisterGateCommand,
  handler: RegisterGateHandler,
  stores: { type: ACTS.registration },
  envelope: (_id, body, context) => new RegisterGateCommand(body, context),
};
