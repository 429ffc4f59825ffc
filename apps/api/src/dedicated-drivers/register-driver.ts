import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import { IsCode, IsIdentifier, IsInstant } from '#libs/http-edge';
import type { CommandSlice, RequestContext } from '#libs/http-edge';
import { DriverRecorder } from '#libs/recording';
import { DRIVER_REGISTERED } from '#libs/truck-flow';
import { IsDriverCode } from './driver-code';

/** A dedicated driver joins a pool at a gate (D-02, D-03). A code, never a name. */
export class DriverRegistrationBody {
  @IsInstant()
  readonly at!: string;

  @IsDriverCode()
  readonly driverCode!: string;

  @IsIdentifier()
  readonly pool!: string;

  @IsCode()
  readonly gate!: string;
}

export class RegisterDriverCommand extends Command<Transacted> {
  constructor(
    readonly body: DriverRegistrationBody,
    readonly context: RequestContext,
  ) {
    super();
  }
}

@CommandHandler(RegisterDriverCommand)
export class RegisterDriverHandler {
  constructor(@Inject(DriverRecorder) private readonly drivers: DriverRecorder) {}

  execute({ body, context }: RegisterDriverCommand): Promise<Transacted> {
    return this.drivers.register(body, context);
  }
}

export const driverRegistration: CommandSlice<DriverRegistrationBody> = {
  path: 'dedicated-drivers',
  summary: 'Register a dedicated driver',
  status: 201,
  body: DriverRegistrationBody,
  example: {
    at: '2021-12-25T06:40:00+07:00',
    driverCode: 'HUU_NGHI-D16',
    pool: 'HUU_NGHI_POOL',
    gate: 'HUU_NGHI',
  },
  command: RegisterDriverCommand,
  handler: RegisterDriverHandler,
  stores: { type: DRIVER_REGISTERED },
  envelope: (_id, body, context) => new RegisterDriverCommand(body, context),
};
