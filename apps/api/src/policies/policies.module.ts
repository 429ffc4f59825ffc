import { Module } from '@nestjs/common';
import type { EventStore } from '#libs/event-sourcing';
import { slicesOf } from '#libs/http-edge';
import { EVENT_STORE } from '#libs/platform';
import { ReadSide } from '#libs/projections';
import { PolicyRecorder } from '#libs/recording';
import { ListPoliciesHandler } from './list-policies';
import { PoliciesController } from './policies.controller';
import { shownJudgements } from './shown-judgements';

export const policySlices = slicesOf(PoliciesController);

const RECORDER = {
  provide: PolicyRecorder,
  inject: [EVENT_STORE, ReadSide],
  useFactory: (store: EventStore, views: ReadSide) => new PolicyRecorder(store, shownJudgements(views)),
};

@Module({
  controllers: [PoliciesController],
  providers: [RECORDER, ...policySlices.map(({ handler }) => handler), ListPoliciesHandler],
})
export class PoliciesModule {}
