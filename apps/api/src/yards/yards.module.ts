import { Module } from '@nestjs/common';
import type { EventStore } from '#libs/event-sourcing';
import { EVENT_STORE } from '#libs/platform';
import { YardRecorder } from '#libs/recording';
import { YardsController } from './yards.controller';
import { RegisterYardHandler, yardRegistration } from './register-yard';
import { ChangeCapacityHandler, yardCapacity } from './change-capacity';
import { CorrectYardHandler, yardCorrection } from './correct-yard';
import { ListYardsHandler } from './list-yards';
import { GetYardOccupancyHandler } from './get-yard-occupancy';
import { ListYardMovementsHandler } from './list-yard-movements';
import { ListYardTrucksHandler } from './list-yard-trucks';

const HANDLERS = [
  RegisterYardHandler,
  ChangeCapacityHandler,
  CorrectYardHandler,
  ListYardsHandler,
  GetYardOccupancyHandler,
  ListYardTrucksHandler,
  ListYardMovementsHandler,
];

export const yardSlices = [yardRegistration, yardCapacity, yardCorrection];

const RECORDER = {
  provide: YardRecorder,
  inject: [EVENT_STORE],
  useFactory: (store: EventStore) => new YardRecorder(store),
};

@Module({ controllers: [YardsController], providers: [RECORDER, ...HANDLERS] })
export class YardsModule {}
