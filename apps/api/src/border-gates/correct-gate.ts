import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import { bodyValidator, CORRECTED_DATA, CorrectionFields, withinCorrected } from '#libs/http-edge';
import type { BodyClass, CommandSlice, RequestContext } from '#libs/http-edge';
import { GateRecorder } from '#libs/recording';
import { ACTS, GATE_CORRECTED } from '#libs/truck-flow';
import type { ActBody, ActName, GateActType } from '#libs/truck-flow';

/** A recorded act did not happen, or its data was wrong. */
export class GateCorrectionBody extends CorrectionFields {}

export class CorrectGateCommand extends Command<Transacted> {
  constructor(
    readonly gate: string,
    readonly body: GateCorrectionBody,
    readonly context: RequestContext,
  ) {
    super();
  }
}

/** Injection token of the body of each act, by its stored type; a correction carries the whole new one. */
export const ACT_BODIES = Symbol('ACT_BODIES');

@CommandHandler(CorrectGateCommand)
export class CorrectGateHandler {
  constructor(
    @Inject(GateRecorder) private readonly gates: GateRecorder,
    @Inject(ACT_BODIES) private readonly bodies: Readonly<Record<GateActType, BodyClass>>,
  ) {}

  execute({ gate, body, context }: CorrectGateCommand): Promise<Transacted> {
    const read = (act: ActName, corrected: object) =>
      withinCorrected(bodyValidator(this.bodies[ACTS[act]]), corrected) as ActBody;
    return this.gates.correct(gate, body, context, read);
  }
}

export const gateCorrection: CommandSlice<GateCorrectionBody> = {
  path: 'border-gates/correction',
  summary: 'Correct a recorded act',
  body: GateCorrectionBody,
  example: {
    at: '2021-12-25T06:40:00+07:00',
    eventId: '7c0c7a53-6d0c-5a3e-9a52-0f2f6d5b8f11',
    reason: 'DID_NOT_OCCUR',
  },
  command: CorrectGateCommand,
  handler: CorrectGateHandler,
  stores: { type: GATE_CORRECTED, adds: CORRECTED_DATA },
  envelope: (gate, body, context) => new CorrectGateCommand(gate, body, context),
};
