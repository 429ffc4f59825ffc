import type { DynamicModule } from '@nestjs/common';
import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { Config } from './config/config';
import { SettingFiles } from './config/setting-files';
import { HealthController } from './health/health.controller';
import { Readiness } from './health/readiness';
import { TokenTrust } from './keys/token-trust';
import { loggingModule } from './logging/logging';
import { Metrics } from './metrics/metrics';
import { Drain } from './shutdown/drain';
import type { Clock } from './time/clock';
import { CLOCK, systemClock, WALL_CLOCK } from './time/clock';

/** What every application of this repository is built on: configuration, clock, keys, logs, metrics, health, drain. */
@Module({})
export class PlatformModule {
  /** `clock` is the border's; `wallClock` what tokens and limits go by. */
  static forRoot(config: Config, clock: Clock = systemClock, wallClock: Clock = systemClock): DynamicModule {
    return {
      module: PlatformModule,
      global: true,
      imports: [loggingModule(config), TerminusModule.forRoot({ logger: false, errorLogStyle: 'json' })],
      controllers: [HealthController],
      providers: [
        { provide: Config, useValue: config },
        { provide: CLOCK, useValue: clock },
        { provide: WALL_CLOCK, useValue: wallClock },
        SettingFiles,
        {
          provide: TokenTrust,
          inject: [SettingFiles],
          useFactory: (files: SettingFiles) => TokenTrust.open(config, files),
        },
        Metrics,
        Readiness,
        Drain,
      ],
      exports: [Config, CLOCK, WALL_CLOCK, TokenTrust, Metrics, Readiness, Drain],
    };
  }
}
