import { Inject, Injectable } from '@nestjs/common';
import type { Command } from '@nestjs/cqrs';
import { CommandBus } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import type { RequestContext } from '../context/request-context';
import { requireNotAhead } from '../queries/parameter';
import { CommandAnswer } from './command-answer';
import { InFlight } from './in-flight';

/** The envelope that carries a domain command and its request over the bus. */
export type CommandEnvelope = Command<Transacted> & {
  readonly body: { readonly at: string };
  readonly context: RequestContext;
};

/** The way of every command, of HTTP and of imports, to its handler: one at a time for each key. */
@Injectable()
export class Commands {
  private readonly inFlight = new InFlight();

  constructor(@Inject(CommandBus) private readonly bus: CommandBus) {}

  async execute(command: CommandEnvelope): Promise<CommandAnswer> {
    requireNotAhead(command.body.at, command.context.now);
    const { commandId } = command.context.command;
    return new CommandAnswer(await this.inFlight.run(commandId, () => this.bus.execute(command)));
  }
}
