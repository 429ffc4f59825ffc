import type { DynamicModule } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import type { Params } from 'nestjs-pino';
import type { Config } from '../config/config';

/** Keys that never reach a log line with their value: what names a person, a vehicle or a way in. */
const REDACTED = [
  'authorization',
  'cookie',
  'token',
  'plate',
  'tractor',
  'trailer',
  'container',
  'driver',
  'name',
  'phone',
];

/** Each key at the top level and up to three levels down; pino's redaction has no "at any depth". */
export const REDACTED_PATHS = REDACTED.flatMap((key) => [key, `*.${key}`, `*.*.${key}`, `*.*.*.${key}`]);

export function loggingOptions(config: Config): Params {
  return {
    pinoHttp: {
      level: config.logLevel,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label: string) => ({ level: label }) },
      redact: { paths: REDACTED_PATHS, censor: '[redacted]' },
      autoLogging: false,
    },
    // No request middleware: it would open an async context for every request. The edge logs requests itself.
    forRoutes: [],
  };
}

/** JSON lines on stdout, so that text from outside cannot forge one. */
export function loggingModule(config: Config): DynamicModule {
  return LoggerModule.forRoot(loggingOptions(config));
}
