import { Module } from '@nestjs/common';
import type { EventStore } from '#libs/event-sourcing';
import { bodiesOf, documentCorrected, slicesOf } from '#libs/http-edge';
import { EVENT_STORE } from '#libs/platform';
import { YardRecorder } from '#libs/recording';
import { YARD_ACTS } from '#libs/truck-flow';
import { YardsController } from './yards.controller';
import { YARD_BODIES, YardCorrectionBody } from './correct-yard';
import { ListYardsHandler } from './list-yards';
import { GetYardOccupancyHandler } from './get-yard-occupancy';
import { ListYardMovementsHandler } from './list-yard-movements';
import { ListYardTrucksHandler } from './list-yard-trucks';

export const yardSlices = slicesOf(YardsController);

const BODIES = bodiesOf(Object.keys(YARD_ACTS), yardSlices);
documentCorrected(YardCorrectionBody, Object.values(BODIES));

const RECORDER = {
  provide: YardRecorder,
  inject: [EVENT_STORE],
  useFactory: (store: EventStore) => new YardRecorder(store),
};

@Module({
  controllers: [YardsController],
  providers: [
    RECORDER,
    { provide: YARD_BODIES, useValue: BODIES },
    ...yardSlices.map(({ handler }) => handler),
    ListYardsHandler,
    GetYardOccupancyHandler,
    ListYardTrucksHandler,
    ListYardMovementsHandler,
  ],
})
export class YardsModule {}
