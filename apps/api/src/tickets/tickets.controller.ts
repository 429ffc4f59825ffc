import { Controller, Inject } from '@nestjs/common';
import { CommandPost, Commands, Context, JsonBody, PathUnjudgedUuid } from '#libs/http-edge';
import type { RequestContext } from '#libs/http-edge';
import { ticket, TicketBody } from './issue-ticket';

/** The one step of a visit that changes nothing at the gate. */
@Controller('truck-visits')
export class TicketsController {
  constructor(@Inject(Commands) private readonly commands: Commands) {}

  @CommandPost(':visitId/ticket', ticket)
  issueTicket(
    @PathUnjudgedUuid('visitId') id: string,
    @JsonBody(TicketBody) body: TicketBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(ticket.envelope(id, body, context));
  }
}
