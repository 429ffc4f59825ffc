import type { DynamicModule, Type } from '@nestjs/common';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Logger } from 'nestjs-pino';
import type { Clock, Config } from '#libs/platform';
import { PlatformModule } from '#libs/platform';
import { RouteTable } from './access/route-table';
import { addEdgeHooks } from './server/edge-hooks';
import { EdgeModule } from './edge.module';
import type { EdgeOptions } from './edge.module';
import { addDocsRoutes } from './openapi/docs-routes';
import { serverOptions } from './server/server-options';
import { compileBodyClasses } from './validation/body-validator';

/** Paths at the server's root and not under /api/v1. */
const ROOT_PATHS = ['/', 'livez', 'readyz', 'startupz', 'metrics'];

/** What a server is made of. */
export interface ServerParts {
  readonly config: Config;
  /** The slices, and the modules that provide the store and the views. */
  readonly imports: readonly (Type | DynamicModule)[];
  readonly clock?: Clock;
  /** What tokens and limits go by. */
  readonly wallClock?: Clock;
}

@Module({})
class EdgeRoot {}

/**
 * An HTTP application, initialised and ready for `listen` or `inject`.
 * @throws RouteWithoutAccess, BodyClassError, RouteError when its routes are not consistent.
 */
export async function createEdge(
  { config, imports, clock, wallClock }: ServerParts,
  options: EdgeOptions,
): Promise<NestFastifyApplication> {
  const root: DynamicModule = {
    module: EdgeRoot,
    imports: [PlatformModule.forRoot(config, clock, wallClock), EdgeModule.with(options), ...imports],
  };
  const app = await NestFactory.create<NestFastifyApplication>(
    root,
    new FastifyAdapter(serverOptions(config)),
    {
      bodyParser: false,
      bufferLogs: true,
      // A failed start is reported once, by its caller, and not under a page of Nest's own lines.
      autoFlushLogs: false,
      abortOnError: false,
    },
  );
  app.useLogger(app.get(Logger));
  app.flushLogs();
  app.setGlobalPrefix('api/v1', { exclude: ROOT_PATHS });
  // A drain that came to its end is a good end: exit code 0 and not the signal's.
  app.enableShutdownHooks(['SIGTERM', 'SIGINT'], { useProcessExit: true });
  await addEdgeHooks(app, options.openToAll);
  addDocsRoutes(app);
  compileBodyClasses();
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  app.get(RouteTable).check();
  return app;
}
