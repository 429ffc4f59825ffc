import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import { IsOneOf } from '#libs/http-edge';
import type { CommandSlice, RequestContext } from '#libs/http-edge';
import { GateRecorder } from '#libs/recording';
import { ACTS } from '#libs/truck-flow';
import { HANDOVER_MODES } from '../truck-visits/handover-modes';
import { OrderedActFields } from './gate-fields';

/** The handover mode of the gate changes, by order of one side (H-09). */
export class HandoverModeBody extends OrderedActFields {
  @IsOneOf(HANDOVER_MODES)
  readonly mode!: string;
}

export class ChangeHandoverModeCommand extends Command<Transacted> {
  constructor(
    readonly gate: string,
    readonly body: HandoverModeBody,
    readonly context: RequestContext,
  ) {
    super();
  }
}

@CommandHandler(ChangeHandoverModeCommand)
export class ChangeHandoverModeHandler {
  constructor(@Inject(GateRecorder) private readonly gates: GateRecorder) {}

  execute({ gate, body, context }: ChangeHandoverModeCommand): Promise<Transacted> {
    return this.gates.record({ act: 'handover-mode', gate, body }, context);
  }
}

export const handoverMode: CommandSlice<HandoverModeBody> = {
  path: 'border-gates/handover-mode',
  summary: 'Change the handover mode',
  body: HandoverModeBody,
  example: { at: '2021-12-25T06:40:00+07:00', mode: 'TRANSLOAD', orderedBy: 'FOREIGN' },
  command: ChangeHandoverModeCommand,
  handler: ChangeHandoverModeHandler,
  stores: { type: ACTS['handover-mode'] },
  envelope: (gate, body, context) => new ChangeHandoverModeCommand(gate, body, context),
};
