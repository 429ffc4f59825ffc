import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import { IsOneOf } from '#libs/http-edge';
import type { CommandSlice, RequestContext } from '#libs/http-edge';
import { GateRecorder } from '#libs/recording';
import { ACTS } from '#libs/truck-flow';
import type { LaneKind } from '#libs/truck-flow';
import { LANE_KINDS, LaneFields } from './lane-fields';

/** A lane opens: one of the gate again, or a new one (G-16, G-17). */
export class LaneOpeningBody extends LaneFields {
  @IsOneOf(LANE_KINDS)
  readonly kind!: LaneKind;
}

export class OpenLaneCommand extends Command<Transacted> {
  constructor(
    readonly gate: string,
    readonly body: LaneOpeningBody,
    readonly context: RequestContext,
  ) {
    super();
  }
}

@CommandHandler(OpenLaneCommand)
export class OpenLaneHandler {
  constructor(@Inject(GateRecorder) private readonly gates: GateRecorder) {}

  execute({ gate, body, context }: OpenLaneCommand): Promise<Transacted> {
    return this.gates.record({ act: 'lane-opening', gate, body }, context);
  }
}

export const laneOpening: CommandSlice<LaneOpeningBody> = {
  path: 'border-gates/lane-opening',
  summary: 'Open a lane',
  body: LaneOpeningBody,
  example: {
    at: '2021-12-25T06:40:00+07:00',
    lane: 'FREIGHT_ROAD',
    kind: 'DEDICATED_FREIGHT_ROAD',
    boundaryMarkers: '1088/2–1089',
    targetPerDay: 120,
  },
  command: OpenLaneCommand,
  handler: OpenLaneHandler,
  stores: { type: ACTS['lane-opening'] },
  envelope: (gate, body, context) => new OpenLaneCommand(gate, body, context),
};
