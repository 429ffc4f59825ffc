import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiModule, createApi } from '#apps/api';
import { ProjectorModule } from '#apps/projector';
import { PublisherModule } from '#apps/publisher';
import type { EventStore } from '#libs/event-sourcing';
import { UPCASTERS } from '#libs/truck-flow';
import { EVENT_STORE, EventStoreModule } from '#libs/platform';
import type { Clock, Config } from '#libs/platform';
import { loadReferenceData } from './reference-data';

export interface Standalone {
  readonly app: NestFastifyApplication;
  /** Where it listens, e.g. `http://127.0.0.1:3000`. */
  readonly address: string;
}

/** Starts everything in one process on the embedded store and listens. */
export async function startStandalone(config: Config, clock?: Clock): Promise<Standalone> {
  const imports = [
    EventStoreModule.forRoot(UPCASTERS),
    ProjectorModule.forRoot(),
    ApiModule,
    ...publisher(config),
  ];
  const app = await createApi({ config, imports, ...(clock === undefined ? {} : { clock }) });
  await loadReferenceData(app.get<EventStore>(EVENT_STORE));
  await app.listen({ port: config.port, host: config.host });
  return { app, address: await app.getUrl() };
}

/** Nobody else can read the embedded store's folder and write its checkpoints, so its publisher lives in here. */
function publisher({ kafkaBrokers }: Config) {
  return kafkaBrokers === undefined ? [] : [PublisherModule.forRoot({ exclusive: true, alone: false })];
}
