import { Module } from '@nestjs/common';
import { DedicatedDriversController } from './dedicated-drivers.controller';
import { ListDedicatedDriversHandler } from './list-dedicated-drivers';
import { RegisterDriverHandler, driverRegistration } from './register-driver';

export const dedicatedDriverSlices = [driverRegistration];

@Module({
  controllers: [DedicatedDriversController],
  providers: [RegisterDriverHandler, ListDedicatedDriversHandler],
})
export class DedicatedDriversModule {}
