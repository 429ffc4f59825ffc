import { Module } from '@nestjs/common';
import type { EventStore } from '#libs/event-sourcing';
import { slicesOf } from '#libs/http-edge';
import { EVENT_STORE } from '#libs/platform';
import { ReadSide } from '#libs/projections';
import { OverrideRecorder } from '#libs/recording';
import { shownVisits } from '../truck-visits/shown-visits';
import { GateQueuesController } from './gate-queues.controller';
import { GetGateLedgerHandler } from './get-gate-ledger';
import { ListOverridesHandler } from './list-overrides';
import { SealedEvents } from './sealed-events';

export const gateQueueSlices = slicesOf(GateQueuesController);

const RECORDER = {
  provide: OverrideRecorder,
  inject: [EVENT_STORE, ReadSide],
  useFactory: (store: EventStore, views: ReadSide) => new OverrideRecorder(store, shownVisits(views)),
};

@Module({
  controllers: [GateQueuesController],
  providers: [
    RECORDER,
    ...gateQueueSlices.map(({ handler }) => handler),
    ListOverridesHandler,
    GetGateLedgerHandler,
    SealedEvents,
  ],
})
export class GateQueuesModule {}
