import { Module } from '@nestjs/common';
import { YardsController } from './yards.controller';
import { RegisterYardHandler, yardRegistration } from './register-yard';
import { ChangeCapacityHandler, yardCapacity } from './change-capacity';
import { CorrectYardHandler, yardCorrection } from './correct-yard';
import { YardRecorder } from './yard-recorder';

const HANDLERS = [RegisterYardHandler, ChangeCapacityHandler, CorrectYardHandler];

export const yardSlices = [yardRegistration, yardCapacity, yardCorrection];

@Module({ controllers: [YardsController], providers: [YardRecorder, ...HANDLERS] })
export class YardsModule {}
