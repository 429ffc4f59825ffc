import { Module } from '@nestjs/common';
import type { EventStore } from '#libs/event-sourcing';
import { slicesOf } from '#libs/http-edge';
import { EVENT_STORE } from '#libs/platform';
import { TariffRecorder } from '#libs/recording';
import { ListTariffsHandler } from './list-tariffs';
import { TariffsController } from './tariffs.controller';

export const tariffSlices = slicesOf(TariffsController);

const RECORDER = {
  provide: TariffRecorder,
  inject: [EVENT_STORE],
  useFactory: (store: EventStore) => new TariffRecorder(store),
};

@Module({
  controllers: [TariffsController],
  providers: [RECORDER, ...tariffSlices.map(({ handler }) => handler), ListTariffsHandler],
})
export class TariffsModule {}
