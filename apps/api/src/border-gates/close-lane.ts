import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import { IsOneOf, MayBeAbsent } from '#libs/http-edge';
import type { CommandSlice, RequestContext } from '#libs/http-edge';
import { GateRecorder } from '#libs/recording';
import { ACTS } from '#libs/truck-flow';
import type { LaneKind } from '#libs/truck-flow';
import { LANE_KINDS, LaneFields } from './lane-fields';

/** A lane closes, until `until` or until it opens again (G-17). */
export class LaneClosureBody extends LaneFields {
  @MayBeAbsent()
  @IsOneOf(LANE_KINDS)
  readonly kind?: LaneKind;
}

export class CloseLaneCommand extends Command<Transacted> {
  constructor(
    readonly gate: string,
    readonly body: LaneClosureBody,
    readonly context: RequestContext,
  ) {
    super();
  }
}

@CommandHandler(CloseLaneCommand)
export class CloseLaneHandler {
  constructor(@Inject(GateRecorder) private readonly gates: GateRecorder) {}

  execute({ gate, body, context }: CloseLaneCommand): Promise<Transacted> {
    return this.gates.record({ act: 'lane-closure', gate, body }, context);
  }
}

export const laneClosure: CommandSlice<LaneClosureBody> = {
  path: 'border-gates/lane-closure',
  summary: 'Close a lane',
  body: LaneClosureBody,
  example: {
    at: '2021-12-25T06:40:00+07:00',
    lane: 'MAIN',
    effectiveFrom: '2021-12-26T08:00:00+07:00',
    until: '2021-12-26T11:00:00+07:00',
  },
  command: CloseLaneCommand,
  handler: CloseLaneHandler,
  stores: { type: ACTS['lane-closure'] },
  envelope: (gate, body, context) => new CloseLaneCommand(gate, body, context),
};
