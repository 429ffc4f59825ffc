import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import { IsNested } from '#libs/http-edge';
import type { CommandSlice, RequestContext } from '#libs/http-edge';
import { GateRecorder } from '#libs/recording';
import { ACTS } from '#libs/truck-flow';
import { GateActFields, TrucksPerDayFields } from './gate-fields';

/** A clearance rate is observed, in trucks a day. */
export class ClearanceRateBody extends GateActFields {
  @IsNested(() => TrucksPerDayFields)
  readonly trucksPerDay!: TrucksPerDayFields;
}

export class ObserveClearanceRateCommand extends Command<Transacted> {
  constructor(
    readonly gate: string,
    readonly body: ClearanceRateBody,
    readonly context: RequestContext,
  ) {
    super();
  }
}

@CommandHandler(ObserveClearanceRateCommand)
export class ObserveClearanceRateHandler {
  constructor(@Inject(GateRecorder) private readonly gates: GateRecorder) {}

  execute({ gate, body, context }: ObserveClearanceRateCommand): Promise<Transacted> {
    return this.gates.record({ act: 'clearance-rate', gate, body }, context);
  }
}

export const clearanceRate: CommandSlice<ClearanceRateBody> = {
  path: 'border-gates/clearance-rate',
  summary: 'Record an observed clearance rate',
  body: ClearanceRateBody,
  example: { at: '2021-12-25T06:40:00+07:00', trucksPerDay: { min: 80, max: 120 } },
  command: ObserveClearanceRateCommand,
  handler: ObserveClearanceRateHandler,
  stores: { type: ACTS['clearance-rate'] },
  envelope: (gate, body, context) => new ObserveClearanceRateCommand(gate, body, context),
};
