import { Module } from '@nestjs/common';
import { FeeSimulationsController } from './fee-simulations.controller';
import { SimulateFeesHandler } from './simulate-fees';

@Module({ controllers: [FeeSimulationsController], providers: [SimulateFeesHandler] })
export class FeeSimulationsModule {}
