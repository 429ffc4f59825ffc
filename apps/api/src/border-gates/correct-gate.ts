import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import { bodyValidator, CorrectionFields, documentCorrected, withinCorrected } from '#libs/http-edge';
import type { BodyClass, CommandSlice, RequestContext } from '#libs/http-edge';
import { GateRecorder } from '#libs/recording';
import type { ActBody, ActName } from '#libs/truck-flow';
import { HandoverModeBody } from './change-handover-mode';
import { OpeningHoursBody } from './change-opening-hours';
import { ClearanceRateBody } from './observe-clearance-rate';
import { GateRegistrationBody } from './register-gate';
import { ResumptionBody } from './resume-gate';
import { SuspensionBody } from './suspend-gate';

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

/** The shape of each act's body; a correction carries the whole new one. */
const BODIES: Readonly<Record<ActName, BodyClass>> = {
  registration: GateRegistrationBody,
  suspension: SuspensionBody,
  resumption: ResumptionBody,
  'handover-mode': HandoverModeBody,
  'opening-hours': OpeningHoursBody,
  'clearance-rate': ClearanceRateBody,
};

documentCorrected(GateCorrectionBody, Object.values(BODIES));

@CommandHandler(CorrectGateCommand)
export class CorrectGateHandler {
  constructor(@Inject(GateRecorder) private readonly gates: GateRecorder) {}

  execute({ gate, body, context }: CorrectGateCommand): Promise<Transacted> {
    const read = (act: ActName, corrected: object) =>
      withinCorrected(bodyValidator(BODIES[act]), corrected) as ActBody;
    return this.gates.correct(gate, body, context, read);
  }
}

export const gateCorrection: CommandSlice<GateCorrectionBody> = {
  path: 'border-gates/correction',
  body: GateCorrectionBody,
  envelope: (gate, body, context) => new CorrectGateCommand(gate, body, context),
};
