import type { DynamicModule } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import type { Params } from 'nestjs-pino';
import type { LogFn, Logger as PinoLogger } from 'pino';
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
  'containers',
  'driver',
  'name',
  'phone',
];

/** Each key at the top level and up to three levels down; pino's redaction has no "at any depth". */
export const REDACTED_PATHS = REDACTED.flatMap((key) => [key, `*.${key}`, `*.*.${key}`, `*.*.*.${key}`]);

/** Where Nest logs each module and route it starts, a hundred lines before the one that matters. */
const ROUTINE_OF_START = new Set(['InstanceLoader', 'NestFactory', 'RouterExplorer', 'RoutesResolver']);
const INFO = 30;

function dropRoutineOfStart(this: PinoLogger, args: Parameters<LogFn>, method: LogFn, level: number): void {
  const { context } = args[0] as { context?: unknown };
  if (level === INFO && typeof context === 'string' && ROUTINE_OF_START.has(context)) return;
  method.apply(this, args);
}

export function loggingOptions(config: Config): Params {
  return {
    pinoHttp: {
      level: config.logLevel,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label: string) => ({ level: label }) },
      redact: { paths: REDACTED_PATHS, censor: '[redacted]' },
      autoLogging: false,
      hooks: { logMethod: dropRoutineOfStart },
    },
    // No request middleware: it would open an async context for every request. The edge logs requests itself.
    forRoutes: [],
  };
}

/** JSON lines on stdout, so that text from outside cannot forge one. */
export function loggingModule(config: Config): DynamicModule {
  return LoggerModule.forRoot(loggingOptions(config));
}
