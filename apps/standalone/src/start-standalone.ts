import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiModule, createApi } from '#apps/api';
import { ProjectorModule } from '#apps/projector';
import { StoreUnavailable } from '#libs/event-sourcing';
import type { EventStore } from '#libs/event-sourcing';
import { STREAM_PREFIXES, UPCASTERS } from '#libs/truck-flow';
import {
  closeToOthers,
  Drain,
  EVENT_STORE,
  EventStoreModule,
  makeFilesPrivate,
  Metrics,
} from '#libs/platform';
import type { Clock, Config } from '#libs/platform';
import { loadReferenceData } from './reference-data';

const RETRY_MILLISECONDS = 1_000;

export interface Standalone {
  readonly app: NestFastifyApplication;
  /** Where it listens, e.g. `http://127.0.0.1:3000`. */
  readonly address: string;
}

/** Starts everything in one process on the embedded store and listens. */
export async function startStandalone(config: Config, clock?: Clock): Promise<Standalone> {
  makeFilesPrivate();
  closeToOthers(config.dataDir);
  const imports = [
    EventStoreModule.forRoot({ upcasters: UPCASTERS, prefixes: STREAM_PREFIXES }),
    ProjectorModule.forRoot(),
    ApiModule,
    ...(await publisher(config)),
  ];
  const app = await createApi({ config, imports, ...(clock === undefined ? {} : { clock }) });
  app.get(Metrics).collectProcess();
  const store = app.get<EventStore>(EVENT_STORE);
  const isLoaded = await isReferenceDataLoaded(store);
  if (!isLoaded) void loadWhenStoreAnswers(store, app.get(Drain).signal);
  await app.listen({ port: config.port, host: config.host });
  return { app, address: await app.getUrl() };
}

/** False when the store is unavailable. What else fails keeps the server from starting. */
async function isReferenceDataLoaded(store: EventStore): Promise<boolean> {
  try {
    await loadReferenceData(store);
    return true;
  } catch (error) {
    if (error instanceof StoreUnavailable) return false;
    throw error;
  }
}

/** Reads are answered from the views meanwhile (F-16). */
async function loadWhenStoreAnswers(store: EventStore, signal: AbortSignal): Promise<void> {
  const log = new Logger('ReferenceData');
  try {
    do await sleep(RETRY_MILLISECONDS, undefined, { signal });
    while (!(await isReferenceDataLoaded(store)));
  } catch (error) {
    if (!signal.aborted) log.error(`not loaded: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/**
 * Nobody else can read the embedded store's folder and write its checkpoints, so its publisher lives in here; on a
 * store of its own every server may publish, one at a time. Loaded only where there is a broker: it is a large part of
 * a small server's memory.
 */
async function publisher({ kafkaBrokers, eventStoreUrl }: Config): Promise<DynamicModule[]> {
  if (kafkaBrokers === undefined) return [];
  const { PublisherModule } = await import('#apps/publisher');
  return [PublisherModule.forRoot({ exclusive: eventStoreUrl === undefined, alone: false })];
}
