import { Controller, Inject } from '@nestjs/common';
import { Commands } from '../http/commands/commands';
import { Context } from '../http/context/context-decorators';
import type { RequestContext } from '../http/context/request-context';
import { CommandPost } from '../http/openapi/route-decorators';
import { JsonBody } from '../http/validation/json-body';
import { driverRegistration, DriverRegistrationBody, RegisterDriverCommand } from './register-driver';

/** Dedicated drivers and their pools. */
@Controller('dedicated-drivers')
export class DedicatedDriversController {
  constructor(@Inject(Commands) private readonly commands: Commands) {}

  @CommandPost('', RegisterDriverCommand, { summary: 'Register a dedicated driver', status: 201 })
  registerDriver(
    @JsonBody(DriverRegistrationBody) body: DriverRegistrationBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(driverRegistration.envelope('', body, context));
  }
}
