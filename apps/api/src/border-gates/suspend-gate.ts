import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import { IsCode, IsListWith, IsOneOf, IsText, MayBeAbsent } from '#libs/http-edge';
import type { CommandSlice, RequestContext } from '#libs/http-edge';
import { GateRecorder } from '#libs/recording';
import { ACTS } from '#libs/truck-flow';
import { GateActFields, ORDERING_SIDES } from './gate-fields';

/** Clearance is suspended: the whole gate, one lane, or some goods (G-22). */
export class SuspensionBody extends GateActFields {
  @IsOneOf(ORDERING_SIDES)
  readonly orderedBy!: string;

  @IsText(500)
  readonly reason!: string;

  @MayBeAbsent()
  @IsCode()
  readonly lane?: string;

  /** Cargo classes or commodities; without it all goods. */
  @MayBeAbsent()
  @IsListWith(IsCode({ each: true }), 1, 50)
  readonly commodityScope?: string[];
}

export class SuspendGateCommand extends Command<Transacted> {
  constructor(
    readonly gate: string,
    readonly body: SuspensionBody,
    readonly context: RequestContext,
  ) {
    super();
  }
}

@CommandHandler(SuspendGateCommand)
export class SuspendGateHandler {
  constructor(@Inject(GateRecorder) private readonly gates: GateRecorder) {}

  execute({ gate, body, context }: SuspendGateCommand): Promise<Transacted> {
    return this.gates.record({ act: 'suspension', gate, body }, context);
  }
}

export const suspension: CommandSlice<SuspensionBody> = {
  path: 'border-gates/suspension',
  summary: 'Suspend clearance',
  body: SuspensionBody,
  example: { at: '2021-12-25T06:40:00+07:00', orderedBy: 'FOREIGN', reason: 'a case was found in the yard' },
  command: SuspendGateCommand,
  handler: SuspendGateHandler,
  stores: { type: ACTS.suspension },
  envelope: (gate, body, context) => new SuspendGateCommand(gate, body, context),
};
