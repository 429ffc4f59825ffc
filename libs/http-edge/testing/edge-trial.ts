/* Slices that exercise the edge: a command whose body chooses its outcome, a table, a stream. */

import { setTimeout as sleep } from 'node:timers/promises';
import { Controller, Inject, Module, Sse } from '@nestjs/common';
import type { MessageEvent } from '@nestjs/common';
import { Command, CommandHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { fromEvent, merge, of, takeUntil, NEVER } from 'rxjs';
import type { Observable } from 'rxjs';
import {
  IdempotencyKeyReused,
  RevisionConflict,
  StaleRevision,
  StoreFull,
  StoreUnavailable,
} from '#libs/event-sourcing';
import type { Transacted } from '#libs/event-sourcing';
import { Drain } from '#libs/platform';
import type { CommandSlice } from '../src/commands/command-slice';
import { Commands } from '../src/commands/commands';
import { Context } from '../src/context/context-decorators';
import { PathCode, PathUuid } from '../src/context/path-parameters';
import type { RequestContext } from '../src/context/request-context';
import { CommandPost, QueryGet } from '../src/openapi/route-decorators';
import { limit } from '../src/queries/parameter';
import { QueryParameters } from '../src/queries/query-parameters';
import { Table } from '../src/queries/table';
import { IsInstant, IsText, MayBeAbsent } from '../src/validation/fields';
import { JsonBody } from '../src/validation/json-body';
import { TrialRejection } from './trial-options';

const CLEARED = 'trial.Cleared.v1';

/** What the trial handlers saw, for the spec of the edge. The declaration number says what shall happen. */
export const trial = {
  contexts: [] as RequestContext[],
  recorded: 0,
  running: 0,
  mostAtOnce: 0,
  slowBegun: Promise.resolve(),
};

let slowBegins: () => void = () => undefined;
trial.slowBegun = new Promise((resolve) => (slowBegins = resolve));

export class TrialBody {
  @IsInstant()
  readonly at!: string;

  @IsText()
  readonly declarationNumber!: string;

  @MayBeAbsent()
  @IsText()
  readonly place?: string;
}

class TrialRow {
  @IsText()
  readonly tractor!: string;
}

class ClearCustomsTrialCommand extends Command<Transacted> {
  constructor(
    readonly visitId: string,
    readonly body: TrialBody,
    readonly context: RequestContext,
  ) {
    super();
  }
}

const FAULTS: Readonly<Record<string, () => Error>> = {
  SUSPENDED: () => new TrialRejection('GATE_SUSPENDED', 'HUU_NGHI is suspended'),
  CONFLICT: () => new RevisionConflict('truckVisit-x', 1n, 2n),
  STALE: () => new StaleRevision('x'),
  REUSED: () => new IdempotencyKeyReused('x'),
  GONE: () => new StoreUnavailable('x'),
  SHUT: () => new StoreUnavailable('x', { refused: 'a secret of the server' }),
  FULL: () => new StoreFull('x'),
  BUG: () => new TypeError('a secret of the server'),
};

@CommandHandler(ClearCustomsTrialCommand)
class ClearCustomsTrialHandler {
  async execute({ visitId, body, context }: ClearCustomsTrialCommand): Promise<Transacted> {
    const fault = FAULTS[body.declarationNumber];
    if (fault !== undefined) throw fault();
    const gate = body.declarationNumber.startsWith('AT ') ? body.declarationNumber.slice(3) : 'HUU_NGHI';
    if (!context.reach.gate(gate)) throw new TrialRejection('VISIT_NOT_FOUND', 'no such visit');
    trial.mostAtOnce = Math.max(trial.mostAtOnce, ++trial.running);
    if (body.declarationNumber === 'SLOW') slowBegins();
    await sleep(body.declarationNumber === 'SLOW' ? 200 : 2);
    trial.running -= 1;
    trial.recorded += 1;
    trial.contexts.push(context);
    const events = [CLEARED];
    const recorded = { events, eventIds: [context.command.commandId], recordTime: context.now, warnings: [] };
    return { id: visitId, revision: 7n, position: 9_007_199_254_740_993n, ...recorded };
  }
}

const customsClearance: CommandSlice<TrialBody> = {
  path: 'truck-visits/customs-clearance',
  summary: 'Cleared',
  body: TrialBody,
  example: { at: '2021-12-25T06:40:00+07:00', declarationNumber: '305' },
  command: ClearCustomsTrialCommand,
  handler: ClearCustomsTrialHandler,
  stores: { type: CLEARED },
  envelope: (id, body, context) => new ClearCustomsTrialCommand(id, body, context),
};

class GetQueueTrialQuery extends Query<Table<TrialRow>> {}

@QueryHandler(GetQueueTrialQuery)
class GetQueueTrialHandler {
  execute(): Promise<Table<TrialRow>> {
    return Promise.resolve(
      new Table(
        { after: undefined, views: [], part: {}, page: () => ({ items: [{ tractor: '=12C' }] }) },
        { columns: { tractor: (row) => row.tractor }, fileName: 'queue' },
      ),
    );
  }
}

@Controller()
class TrialController {
  constructor(
    @Inject(Commands) private readonly commands: Commands,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Drain) private readonly drain: Drain,
  ) {}

  @CommandPost('truck-visits/:visitId/customs-clearance', customsClearance)
  clear(
    @PathUuid('visitId') id: string,
    @JsonBody(TrialBody) body: TrialBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(customsClearance.envelope(id, body, context));
  }

  @QueryGet('gate-boards/:gate/queue', GetQueueTrialQuery, {
    summary: 'Queue',
    answer: TrialRow,
    list: true,
    table: true,
  })
  queue(@PathCode('gate') _gate: string, @QueryParameters({ limit }) _parameters: { limit: number }) {
    return this.queries.execute(new GetQueueTrialQuery());
  }

  @QueryGet('gate-boards', GetQueueTrialQuery, { summary: 'Boards', answer: TrialRow })
  boards() {
    return this.queries.execute(new GetQueueTrialQuery());
  }

  @QueryGet('public/gate-boards', GetQueueTrialQuery, { summary: 'Public boards', answer: TrialRow })
  publicBoards() {
    return this.queries.execute(new GetQueueTrialQuery());
  }

  @Sse('gate-boards/:gate/stream')
  stream(): Observable<MessageEvent> {
    return merge(of({ type: 'board', data: { trucksOnHand: 1 } }), NEVER).pipe(
      takeUntil(fromEvent(this.drain.signal, 'abort')),
    );
  }
}

@Module({
  controllers: [TrialController],
  providers: [ClearCustomsTrialHandler, GetQueueTrialHandler],
})
export class EdgeTrialModule {}
