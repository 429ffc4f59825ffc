import { Module } from '@nestjs/common';
import type { EventStore } from '#libs/event-sourcing';
import { slicesOf } from '#libs/http-edge';
import { EVENT_STORE } from '#libs/platform';
import { LegalBasisRecorder } from '#libs/recording';
import { ListLegalBasesHandler } from './list-legal-bases';
import { LegalBasesController } from './legal-bases.controller';

export const legalBasisSlices = slicesOf(LegalBasesController);

const RECORDER = {
  provide: LegalBasisRecorder,
  inject: [EVENT_STORE],
  useFactory: (store: EventStore) => new LegalBasisRecorder(store),
};

@Module({
  controllers: [LegalBasesController],
  providers: [RECORDER, ...legalBasisSlices.map(({ handler }) => handler), ListLegalBasesHandler],
})
export class LegalBasesModule {}
