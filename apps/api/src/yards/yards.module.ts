import { Module } from '@nestjs/common';
import { YardsController } from './yards.controller';
import { RegisterYardHandler, yardRegistration } from './register-yard';
import { ChangeCapacityHandler, yardCapacity } from './change-capacity';
import { CorrectYardHandler, yardCorrection } from './correct-yard';
import { ListYardsHandler } from './list-yards';
import { GetYardOccupancyHandler } from './get-yard-occupancy';
import { ListYardMovementsHandler } from './list-yard-movements';
import { ListYardTrucksHandler } from './list-yard-trucks';
import { YardRecorder } from './yard-recorder';

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

@Module({ controllers: [YardsController], providers: [YardRecorder, ...HANDLERS] })
export class YardsModule {}
