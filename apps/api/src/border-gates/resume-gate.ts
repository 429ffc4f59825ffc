import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import { IsCode, IsNested, IsOneOf, MayBeAbsent } from '#libs/http-edge';
import type { CommandSlice, RequestContext } from '#libs/http-edge';
import { GateRecorder } from '#libs/recording';
import { ACTS } from '#libs/truck-flow';
import { HANDOVER_MODES } from '../truck-visits/handover-modes';
import { OrderedActFields, TrucksPerDayFields } from './gate-fields';

/** Clearance resumes, possibly in another handover mode or at a reduced rate (G-23). */
export class ResumptionBody extends OrderedActFields {
  @MayBeAbsent()
  @IsCode()
  readonly lane?: string;

  @MayBeAbsent()
  @IsOneOf(HANDOVER_MODES)
  readonly handoverMode?: string;

  @MayBeAbsent()
  @IsNested(() => TrucksPerDayFields)
  readonly expectedRate?: TrucksPerDayFields;
}

export class ResumeGateCommand extends Command<Transacted> {
  constructor(
    readonly gate: string,
    readonly body: ResumptionBody,
    readonly context: RequestContext,
  ) {
    super();
  }
}

@CommandHandler(ResumeGateCommand)
export class ResumeGateHandler {
  constructor(@Inject(GateRecorder) private readonly gates: GateRecorder) {}

  execute({ gate, body, context }: ResumeGateCommand): Promise<Transacted> {
    return this.gates.record({ act: 'resumption', gate, body }, context);
  }
}

export const resumption: CommandSlice<ResumptionBody> = {
  path: 'border-gates/resumption',
  summary: 'Resume clearance',
  body: ResumptionBody,
  example: { at: '2021-12-25T06:40:00+07:00', expectedRate: { min: 80, max: 120 } },
  command: ResumeGateCommand,
  handler: ResumeGateHandler,
  stores: { type: ACTS.resumption },
  envelope: (gate, body, context) => new ResumeGateCommand(gate, body, context),
};
