import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { AnsweredOnce, CommandSlice, RequestContext } from '#libs/http-edge';
import { VisitRecorder } from '#libs/recording';
import { StepFields } from '../truck-visits/step-fields';
import { storedStep, TICKET } from '../truck-visits/stored-step';
import { TicketedAnswer } from './ticket';
import { TicketOffice } from './ticket-office';

/** The driver is given a new ticket: he lost his, the answer to his arrival was lost, or it was imported. */
export class TicketBody extends StepFields {}

export class IssueTicketCommand extends Command<AnsweredOnce> {
  constructor(
    readonly visitId: string,
    readonly body: TicketBody,
    readonly context: RequestContext,
  ) {
    super();
  }
}

@CommandHandler(IssueTicketCommand)
export class IssueTicketHandler {
  constructor(
    @Inject(VisitRecorder) private readonly visits: VisitRecorder,
    @Inject(TicketOffice) private readonly tickets: TicketOffice,
  ) {}

  execute({ visitId, body, context }: IssueTicketCommand): Promise<AnsweredOnce> {
    return this.tickets.issue((ticketHash) =>
      this.visits.record({ step: 'ticket', visitId, body, ticketHash }, context),
    );
  }
}

export const ticket: CommandSlice<TicketBody> = {
  path: 'truck-visits/ticket',
  summary: 'The driver is given a new ticket; the one before leads nowhere from then on',
  body: TicketBody,
  answer: TicketedAnswer,
  example: { at: '2021-12-25T09:30:00+07:00' },
  command: IssueTicketCommand,
  handler: IssueTicketHandler,
  stores: storedStep('ticket', TICKET, ['ticketHash']),
  envelope: (visitId, body, context) => new IssueTicketCommand(visitId, body, context),
};
