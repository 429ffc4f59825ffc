import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Command } from '@nestjs/cqrs';
import { CommandBus } from '@nestjs/cqrs';
import { IdempotencyKeyReused, KeyedMutex } from '#libs/event-sourcing';
import type { RequestContext } from '../context/request-context';
import { EDGE_VIEWS } from '../queries/edge-views';
import type { EdgeViews } from '../queries/edge-views';
import { requirePlausible, requireTime } from '../queries/event-time';
import { isInstant } from '../validation/instant';
import { CommandAnswer } from './command-answer';
import type { AnsweredOnce } from './command-answer';
import { RecentRequests } from './recent-requests';

/** The envelope that carries a domain command and its request over the bus. */
export type CommandEnvelope = Command<AnsweredOnce> & {
  /** `corrected`: the whole new body of what a correction is about, its shape not checked yet. */
  readonly body: { readonly at: string; readonly corrected?: Readonly<Record<string, unknown>> };
  readonly context: RequestContext;
};

/**
 * The way of every command, of HTTP and of imports, to its handler: one at a time for each key, whatever it is about
 * (ADR 13).
 */
@Injectable()
export class Commands {
  /**
   * Two requests with one key never run at once: the second waits until the first is answered, and finds its events.
   * Across processes the store's own conflict does the same, one retry later.
   */
  private readonly mutex = new KeyedMutex();
  private recent = new RecentRequests();
  /** Forks of the log before anything of `recent` was recorded. */
  private forks = 0;
  private readonly log = new Logger('Commands');

  constructor(
    @Inject(CommandBus) private readonly bus: CommandBus,
    @Inject(EDGE_VIEWS) private readonly views: Pick<EdgeViews, 'live' | 'isKeyReused'>,
  ) {}

  /** @throws Refusal AT_IN_FUTURE, AT_IMPLAUSIBLE; IdempotencyKeyReused; what the handler throws. */
  async execute(command: CommandEnvelope): Promise<CommandAnswer> {
    const { at, corrected } = command.body;
    requireTime(at, command.context.now, '/at');
    requireOtherTimes(command.body, '');
    // What is no time is refused with the rest of the corrected body.
    if (isInstant(corrected?.['at'])) requireTime(corrected['at'], command.context.now, '/corrected/at');
    requireOtherTimes(corrected ?? {}, '/corrected');
    return new CommandAnswer(
      await this.mutex.run([command.context.command.commandId], () => this.judged(command)),
    );
  }

  private async judged(command: CommandEnvelope): Promise<AnsweredOnce> {
    const { commandId, requestHash } = command.context.command;
    if (this.isReused(commandId, requestHash)) throw new IdempotencyKeyReused(commandId);
    const transacted = await this.bus.execute(command);
    // What recorded nothing leaves its key free.
    if (transacted.events.length > 0) this.recent.add(commandId, requestHash);
    return transacted;
  }

  /**
   * Was another request recorded under this key, on whatever stream? What was recorded here lately is remembered, for
   * the rest the view has to have come that far; the embedded store looks again when it appends. A view that cannot
   * be read stops no report.
   */
  private isReused(commandId: string, requestHash: string): boolean {
    this.forgetLost();
    const recorded = this.recent.requestHashOf(commandId);
    if (recorded !== undefined) return recorded !== requestHash;
    try {
      return this.views.isKeyReused(commandId, requestHash);
    } catch (error) {
      this.log.error(error);
      return false;
    }
  }

  /** What was recorded in a log that is gone leaves its key free. */
  private forgetLost(): void {
    const { forks } = this.views.live;
    if (forks === this.forks) return;
    this.forks = forks;
    this.recent = new RecentRequests();
  }
}

/** The times of a body that may lie ahead. */
const OTHER_TIMES = ['deadline', 'effectiveFrom', 'until'] as const;

function requireOtherTimes(body: object, pointer: string): void {
  for (const field of OTHER_TIMES) {
    const time: unknown = (body as Readonly<Record<string, unknown>>)[field];
    if (isInstant(time)) requirePlausible(time, `${pointer}/${field}`);
  }
}
