import { Module } from '@nestjs/common';
import type { EventStore } from '#libs/event-sourcing';
import { bodiesOf, correctedBodies, slicesOf } from '#libs/http-edge';
import { EVENT_STORE } from '#libs/platform';
import { ReadSide } from '#libs/projections';
import { FeeRecorder } from '#libs/recording';
import { shownVisits } from '../truck-visits/shown-visits';
import { FEE_ACCOUNT_ACTS } from '#libs/truck-flow';
import { FEE_BODIES, FeeCorrectionBody } from './correct-fees';
import { GetYardRevenueHandler } from './get-yard-revenue';
import { ListVisitFeesHandler } from './list-visit-fees';
import { ListYardStaysHandler } from './list-yard-stays';
import { VisitFeesController } from './visit-fees.controller';
import { YardFeesController } from './yard-fees.controller';

export const feeAccountSlices = slicesOf(VisitFeesController);

const BODIES = {
  provide: FEE_BODIES,
  useFactory: () =>
    correctedBodies(FeeCorrectionBody, bodiesOf(Object.keys(FEE_ACCOUNT_ACTS), feeAccountSlices)),
};

const RECORDER = {
  provide: FeeRecorder,
  inject: [EVENT_STORE, ReadSide],
  useFactory: (store: EventStore, views: ReadSide) => new FeeRecorder(store, shownVisits(views)),
};

@Module({
  controllers: [VisitFeesController, YardFeesController],
  providers: [
    RECORDER,
    BODIES,
    ...feeAccountSlices.map(({ handler }) => handler),
    ListVisitFeesHandler,
    ListYardStaysHandler,
    GetYardRevenueHandler,
  ],
})
export class FeeAccountsModule {}
