import { Module } from '@nestjs/common';
import type { EventStore } from '#libs/event-sourcing';
import { bodiesOf, correctedBodies, slicesOf } from '#libs/http-edge';
import { EVENT_STORE } from '#libs/platform';
import { GateRecorder } from '#libs/recording';
import { ACTS } from '#libs/truck-flow';
import { BorderGatesController } from './border-gates.controller';
import { ACT_BODIES, GateCorrectionBody } from './correct-gate';
import { ListBorderGatesHandler } from './list-border-gates';
import { GetBorderGateHandler } from './get-border-gate';
import { GetGateCalendarHandler } from './get-gate-calendar';

export const borderGateSlices = slicesOf(BorderGatesController);

const BODIES = {
  provide: ACT_BODIES,
  useFactory: () => correctedBodies(GateCorrectionBody, bodiesOf(Object.values(ACTS), borderGateSlices)),
};

const RECORDER = {
  provide: GateRecorder,
  inject: [EVENT_STORE],
  useFactory: (store: EventStore) => new GateRecorder(store),
};

@Module({
  controllers: [BorderGatesController],
  providers: [
    RECORDER,
    BODIES,
    ...borderGateSlices.map(({ handler }) => handler),
    ListBorderGatesHandler,
    GetBorderGateHandler,
    GetGateCalendarHandler,
  ],
})
export class BorderGatesModule {}
