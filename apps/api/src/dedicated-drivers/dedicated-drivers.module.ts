import { Module } from '@nestjs/common';
import type { EventStore } from '#libs/event-sourcing';
import { EVENT_STORE } from '#libs/platform';
import { DriverRecorder } from '#libs/recording';
import { DedicatedDriversController } from './dedicated-drivers.controller';
import { ListDedicatedDriversHandler } from './list-dedicated-drivers';
import { RegisterDriverHandler, driverRegistration } from './register-driver';

export const dedicatedDriverSlices = [driverRegistration];

const RECORDER = {
  provide: DriverRecorder,
  inject: [EVENT_STORE],
  useFactory: (store: EventStore) => new DriverRecorder(store),
};

@Module({
  controllers: [DedicatedDriversController],
  providers: [RECORDER, RegisterDriverHandler, ListDedicatedDriversHandler],
})
export class DedicatedDriversModule {}
