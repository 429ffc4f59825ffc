import { Module } from '@nestjs/common';
import type { EventStore } from '#libs/event-sourcing';
import { EVENT_STORE } from '#libs/platform';
import { LiveViews } from '#libs/projections';
import { VisitRecorder } from '#libs/recording';
import { RecordArrivalHandler, arrival } from './record-arrival';
import { ClearCustomsHandler, customsClearance } from './clear-customs';
import { DisinfectHandler, disinfection } from './disinfect';
import { CallForwardHandler, callForward } from './call-forward';
import { EnterYardHandler, yardEntry } from './enter-yard';
import { LeaveYardHandler, yardExit } from './leave-yard';
import { HandOverHandler, handover } from './hand-over';
import { CutContainerHandler, containerCut } from './cut-container';
import { LiftContainerHandler, containerLift } from './lift-container';
import { TransloadCargoHandler, transload } from './transload-cargo';
import { RecordCrossingHandler, crossing } from './record-crossing';
import { RecordDeliveryHandler, delivery } from './record-delivery';
import { RecordReturnHandler, returnHome } from './record-return';
import { TurnBackHandler, turnBack } from './turn-back';
import { DivertHandler, diversion } from './divert';
import { CancelVisitHandler, cancellation } from './cancel-visit';
import { ChangeVehicleHandler, vehicleChange } from './change-vehicle';
import { PlaceHoldHandler, hold } from './place-hold';
import { ConfirmHoldLiftHandler, holdLiftConfirmation } from './confirm-hold-lift';
import { LiftHoldHandler, holdLift } from './lift-hold';
import { CorrectVisitHandler, visitCorrection } from './correct-visit';
import { FindTruckVisitsHandler } from './find-truck-visits';
import { GetTruckVisitHandler } from './get-truck-visit';
import { shownVisits } from './shown-visits';
import { TruckVisitQueriesController } from './truck-visit-queries.controller';
import { TruckVisitsController } from './truck-visits.controller';

const HANDLERS = [
  RecordArrivalHandler,
  ClearCustomsHandler,
  DisinfectHandler,
  CallForwardHandler,
  EnterYardHandler,
  LeaveYardHandler,
  HandOverHandler,
  CutContainerHandler,
  LiftContainerHandler,
  TransloadCargoHandler,
  RecordCrossingHandler,
  RecordDeliveryHandler,
  RecordReturnHandler,
  TurnBackHandler,
  DivertHandler,
  CancelVisitHandler,
  ChangeVehicleHandler,
  PlaceHoldHandler,
  ConfirmHoldLiftHandler,
  LiftHoldHandler,
  CorrectVisitHandler,
  FindTruckVisitsHandler,
  GetTruckVisitHandler,
];

/** A line here is all that a new step needs beside its slice. */
export const truckVisitSlices = [
  arrival,
  customsClearance,
  disinfection,
  callForward,
  yardEntry,
  yardExit,
  handover,
  containerCut,
  containerLift,
  transload,
  crossing,
  delivery,
  returnHome,
  turnBack,
  diversion,
  cancellation,
  vehicleChange,
  hold,
  holdLiftConfirmation,
  holdLift,
  visitCorrection,
];

const RECORDER = {
  provide: VisitRecorder,
  inject: [EVENT_STORE, LiveViews],
  useFactory: (store: EventStore, views: LiveViews) => new VisitRecorder(store, shownVisits(views)),
};

@Module({
  controllers: [TruckVisitsController, TruckVisitQueriesController],
  providers: [RECORDER, ...HANDLERS],
  exports: [VisitRecorder],
})
export class TruckVisitsModule {}
