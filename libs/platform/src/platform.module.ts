import type { DynamicModule } from '@nestjs/common';
import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { Config } from './config/config';
import { HealthController } from './health/health.controller';
import { Readiness } from './health/readiness';
import { VERIFICATION_KEYS, verificationKeys } from './keys/verification-keys';
import { loggingModule } from './logging/logging';
import { Metrics } from './metrics/metrics';
import { Drain } from './shutdown/drain';
import type { Clock } from './time/clock';
import { CLOCK, systemClock } from './time/clock';

/** What every application of this repository stands on: configuration, clock, keys, logs, metrics, health, drain. */
@Module({})
export class PlatformModule {
  static forRoot(config: Config, clock: Clock = systemClock): DynamicModule {
    return {
      module: PlatformModule,
      global: true,
      imports: [loggingModule(config), TerminusModule.forRoot({ logger: false, errorLogStyle: 'json' })],
      controllers: [HealthController],
      providers: [
        { provide: Config, useValue: config },
        { provide: CLOCK, useValue: clock },
        { provide: VERIFICATION_KEYS, useFactory: () => verificationKeys(config) },
        Metrics,
        Readiness,
        Drain,
      ],
      exports: [Config, CLOCK, VERIFICATION_KEYS, Metrics, Readiness, Drain],
    };
  }
}
