import { Module } from '@nestjs/common';
import type { EventStore } from '#libs/event-sourcing';
import { bodiesOf, correctedBodies, slicesOf } from '#libs/http-edge';
import { EVENT_STORE } from '#libs/platform';
import { YardRecorder } from '#libs/recording';
import { YARD_ACTS } from '#libs/truck-flow';
import { YardsController } from './yards.controller';
import { YARD_BODIES, YardCorrectionBody } from './correct-yard';
import { ListYardsHandler } from './list-yards';
import { GetYardOccupancyHandler } from './get-yard-occupancy';
import { ListYardMeteringHandler } from './list-yard-metering';
import { ListOverCapacityHandler } from './list-over-capacity';
import { ListYardAmenitiesHandler } from './list-yard-amenities';
import { ListYardMovementsHandler } from './list-yard-movements';
import { ListYardTrucksHandler } from './list-yard-trucks';

export const yardSlices = slicesOf(YardsController);

const BODIES = {
  provide: YARD_BODIES,
  useFactory: () => correctedBodies(YardCorrectionBody, bodiesOf(Object.keys(YARD_ACTS), yardSlices)),
};

const RECORDER = {
  provide: YardRecorder,
  inject: [EVENT_STORE],
  useFactory: (store: EventStore) => new YardRecorder(store),
};

@Module({
  controllers: [YardsController],
  providers: [
    RECORDER,
    BODIES,
    ...yardSlices.map(({ handler }) => handler),
    ListYardsHandler,
    GetYardOccupancyHandler,
    ListYardTrucksHandler,
    ListYardMovementsHandler,
    ListYardAmenitiesHandler,
    ListOverCapacityHandler,
    ListYardMeteringHandler,
  ],
})
export class YardsModule {}
