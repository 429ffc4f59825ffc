import { Controller, Inject, Param } from '@nestjs/common';
import { Commands } from '../http/commands/commands';
import { Context } from '../http/context/context-decorators';
import type { RequestContext } from '../http/context/request-context';
import { CommandPost } from '../http/openapi/route-decorators';
import { JsonBody } from '../http/validation/json-body';
import { RegisterYardCommand, yardRegistration, YardRegistrationBody } from './register-yard';
import { CapacityBody, ChangeCapacityCommand, yardCapacity } from './change-capacity';
import { CorrectYardCommand, yardCorrection, YardCorrectionBody } from './correct-yard';

/** The acts of yards. */
@Controller('yards')
export class YardsController {
  constructor(@Inject(Commands) private readonly commands: Commands) {}

  @CommandPost('', RegisterYardCommand, { summary: 'Register a yard' })
  registerYard(
    @JsonBody(YardRegistrationBody) body: YardRegistrationBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(yardRegistration.envelope('', body, context));
  }

  @CommandPost(':yard/capacity', ChangeCapacityCommand, { summary: 'Change capacity and tenure' })
  changeCapacity(
    @Param('yard') id: string,
    @JsonBody(CapacityBody) body: CapacityBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(yardCapacity.envelope(id, body, context));
  }

  @CommandPost(':yard/correction', CorrectYardCommand, { summary: 'Correct a recorded act' })
  correctYard(
    @Param('yard') id: string,
    @JsonBody(YardCorrectionBody) body: YardCorrectionBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(yardCorrection.envelope(id, body, context));
  }
}
