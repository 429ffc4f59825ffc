import { Module } from '@nestjs/common';
import { BorderGatesController } from './border-gates.controller';
import { RegisterGateHandler, gateRegistration } from './register-gate';
import { SuspendGateHandler, suspension } from './suspend-gate';
import { ResumeGateHandler, resumption } from './resume-gate';
import { ChangeHandoverModeHandler, handoverMode } from './change-handover-mode';
import { ChangeOpeningHoursHandler, openingHours } from './change-opening-hours';
import { ObserveClearanceRateHandler, clearanceRate } from './observe-clearance-rate';
import { CorrectGateHandler, gateCorrection } from './correct-gate';
import { ListBorderGatesHandler } from './list-border-gates';
import { GetBorderGateHandler } from './get-border-gate';
import { GateRecorder } from './gate-recorder';

const HANDLERS = [
  RegisterGateHandler,
  SuspendGateHandler,
  ResumeGateHandler,
  ChangeHandoverModeHandler,
  ChangeOpeningHoursHandler,
  ObserveClearanceRateHandler,
  CorrectGateHandler,
  ListBorderGatesHandler,
  GetBorderGateHandler,
];

export const borderGateSlices = [
  gateRegistration,
  suspension,
  resumption,
  handoverMode,
  openingHours,
  clearanceRate,
  gateCorrection,
];

@Module({ controllers: [BorderGatesController], providers: [GateRecorder, ...HANDLERS] })
export class BorderGatesModule {}
