import { Module } from '@nestjs/common';
import type { EventStore } from '#libs/event-sourcing';
import { EVENT_STORE } from '#libs/platform';
import { GateRecorder } from '#libs/recording';
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

const RECORDER = {
  provide: GateRecorder,
  inject: [EVENT_STORE],
  useFactory: (store: EventStore) => new GateRecorder(store),
};

@Module({ controllers: [BorderGatesController], providers: [RECORDER, ...HANDLERS] })
export class BorderGatesModule {}
