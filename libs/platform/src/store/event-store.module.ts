import { Inject, Module } from '@nestjs/common';
import type { DynamicModule, OnApplicationShutdown } from '@nestjs/common';
import { RevisionConflict, upcasting } from '#libs/event-sourcing';
import type { EventStore, Upcasters } from '#libs/event-sourcing';
import { openSqliteEventStore } from '#libs/event-store-sqlite';
import { Config } from '../config/config';
import { Readiness } from '../health/readiness';
import { Metrics } from '../metrics/metrics';
import { CLOCK } from '../time/clock';
import type { Clock } from '../time/clock';
import { DiskSpace, reportDisk, sparing } from './disk-space';

/** Injection token of the `EventStore`. */
export const EVENT_STORE = Symbol('EVENT_STORE');

/** The one log of the process: the embedded store in `DATA_DIR`, open before the first request, closed last. */
@Module({})
export class EventStoreModule implements OnApplicationShutdown {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  /** `upcasters`: how events of older versions are read. */
  static forRoot(upcasters: Upcasters): DynamicModule {
    return {
      module: EventStoreModule,
      global: true,
      providers: [
        {
          provide: EVENT_STORE,
          inject: [Config, CLOCK, Readiness, Metrics],
          useFactory: async (...parts: Parameters<typeof openStore>) =>
            upcasting(await openStore(...parts), upcasters),
        },
      ],
      exports: [EVENT_STORE],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.store.close();
  }
}

async function openStore(
  config: Config,
  clock: Clock,
  readiness: Readiness,
  metrics: Metrics,
): Promise<EventStore> {
  const { dataDir: directory, diskAlarmPercent: alarmPercent, diskStopPercent: stopPercent } = config;
  const embedded = await openSqliteEventStore({ directory, clock: () => new Date(clock.now()) });
  const disk = new DiskSpace(directory, { alarmPercent, stopPercent });
  reportDisk(disk, readiness, metrics);
  const store = sparing(embedded, disk);
  readiness.register('store', async () => {
    const position = await store.lastPosition();
    return { up: true, detail: { position: position.toString() } };
  });
  return counted(store, metrics);
}

/** The same store, its appends and conflicts counted. */
function counted(store: EventStore, metrics: Metrics): EventStore {
  const append = store.append.bind(store);
  store.append = async (stream, events, expectedRevision) => {
    try {
      const appended = await append(stream, events, expectedRevision);
      for (const { type } of events) metrics.eventsAppended.inc({ type });
      return appended;
    } catch (error) {
      if (error instanceof RevisionConflict) metrics.appendConflicts.inc();
      throw error;
    }
  };
  return store;
}
