import { Inject, Module } from '@nestjs/common';
import type { BeforeApplicationShutdown, DynamicModule, OnApplicationBootstrap } from '@nestjs/common';
import { CLOCK, Config, EVENT_STORE, Metrics, Readiness } from '#libs/platform';
import type { PublisherParts, PublisherPlace } from './running-publisher';
import { RunningPublisher } from './running-publisher';

type Injected = [
  PublisherParts['config'],
  PublisherParts['store'],
  PublisherParts['clock'],
  PublisherParts['metrics'],
  PublisherParts['readiness'],
];

/** The publisher of the process: begins with the application, and releases the lease before the store closes. */
@Module({})
export class PublisherModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(@Inject(RunningPublisher) private readonly publisher: RunningPublisher) {}

  static forRoot(place: PublisherPlace): DynamicModule {
    const useFactory = (...[config, store, clock, metrics, readiness]: Injected): RunningPublisher =>
      new RunningPublisher({ config, store, clock, metrics, readiness }, place);
    return {
      module: PublisherModule,
      providers: [
        { provide: RunningPublisher, inject: [Config, EVENT_STORE, CLOCK, Metrics, Readiness], useFactory },
      ],
    };
  }

  onApplicationBootstrap(): void {
    this.publisher.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.publisher.stop();
  }
}
