import { Module } from '@nestjs/common';
import type { EventStore } from '#libs/event-sourcing';
import { slicesOf } from '#libs/http-edge';
import { EVENT_STORE } from '#libs/platform';
import { DriverRecorder } from '#libs/recording';
import { DedicatedDriversController } from './dedicated-drivers.controller';
import { ListDedicatedDriversHandler } from './list-dedicated-drivers';

export const dedicatedDriverSlices = slicesOf(DedicatedDriversController);

const RECORDER = {
  provide: DriverRecorder,
  inject: [EVENT_STORE],
  useFactory: (store: EventStore) => new DriverRecorder(store),
};

@Module({
  controllers: [DedicatedDriversController],
  providers: [RECORDER, ...dedicatedDriverSlices.map(({ handler }) => handler), ListDedicatedDriversHandler],
})
export class DedicatedDriversModule {}
