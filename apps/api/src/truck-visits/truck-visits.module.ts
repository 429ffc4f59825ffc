import { randomBytes } from 'node:crypto';
import { Module } from '@nestjs/common';
import type { EventStore } from '#libs/event-sourcing';
import { bodiesOf, correctedBodies, slicesOf } from '#libs/http-edge';
import { EVENT_STORE } from '#libs/platform';
import { ReadSide } from '#libs/projections';
import { VisitRecorder } from '#libs/recording';
import { STEPS } from '#libs/truck-flow';
import { RANDOM_BYTES, TicketOffice } from '../tickets/ticket-office';
import { TicketsController } from '../tickets/tickets.controller';
import { STEP_BODIES, VisitCorrectionBody } from './correct-visit';
import { FindTruckVisitsHandler } from './find-truck-visits';
import { GetPositionHandler } from './get-position';
import { GetTruckVisitHandler } from './get-truck-visit';
import { shownOrder } from './shown-order';
import { shownVisits } from './shown-visits';
import { FOLLOWING_STEPS } from './step-of-another-visit';
import { TruckVisitQueriesController } from './truck-visit-queries.controller';
import { TruckVisitsController } from './truck-visits.controller';

/** Read from the controllers: a method for a new step is all it takes. */
export const truckVisitSlices = [TruckVisitsController, TicketsController].flatMap(slicesOf);

const BODIES = {
  provide: STEP_BODIES,
  useFactory: () =>
    correctedBodies(
      VisitCorrectionBody,
      bodiesOf(Object.values(STEPS), [...truckVisitSlices, ...FOLLOWING_STEPS]),
    ),
};

const RECORDER = {
  provide: VisitRecorder,
  inject: [EVENT_STORE, ReadSide],
  useFactory: (store: EventStore, views: ReadSide) =>
    new VisitRecorder(store, shownVisits(views), shownOrder(views)),
};

@Module({
  controllers: [TruckVisitsController, TicketsController, TruckVisitQueriesController],
  providers: [
    RECORDER,
    BODIES,
    TicketOffice,
    { provide: RANDOM_BYTES, useValue: randomBytes },
    ...truckVisitSlices.map(({ handler }) => handler),
    FindTruckVisitsHandler,
    GetPositionHandler,
    GetTruckVisitHandler,
  ],
  exports: [VisitRecorder],
})
export class TruckVisitsModule {}
