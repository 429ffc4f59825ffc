import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Logger } from 'nestjs-pino';
import { EventStoreModule, guardedServer, Metrics, PlatformModule } from '#libs/platform';
import type { Config } from '#libs/platform';
import { STREAM_PREFIXES, UPCASTERS } from '#libs/truck-flow';
import { MetricsController } from './metrics.controller';
import { PublisherModule } from './publisher.module';
import type { PublisherPlace } from './running-publisher';

@Module({})
class PublisherRoot {}

/** The publisher as a process of its own: the relay, and a port for probes and metrics. */
export async function startPublisher(
  config: Config,
  place: Pick<PublisherPlace, 'exclusive'>,
): Promise<NestFastifyApplication> {
  const root = {
    module: PublisherRoot,
    imports: [
      PlatformModule.forRoot(config),
      EventStoreModule.forRoot({ upcasters: UPCASTERS, prefixes: STREAM_PREFIXES }),
      PublisherModule.forRoot({ ...place, alone: true }),
    ],
    controllers: [MetricsController],
  };
  const adapter = new FastifyAdapter({ serverFactory: guardedServer(config) });
  const app = await NestFactory.create<NestFastifyApplication>(root, adapter, {
    bufferLogs: true,
    autoFlushLogs: false,
    abortOnError: false,
  });
  app.useLogger(app.get(Logger));
  app.flushLogs();
  app.get(Metrics).collectProcess();
  // A drain that finished is a good end: exit code 0 and not the signal's.
  app.enableShutdownHooks(['SIGTERM', 'SIGINT'], { useProcessExit: true });
  await app.listen({ port: config.port, host: config.host });
  return app;
}
