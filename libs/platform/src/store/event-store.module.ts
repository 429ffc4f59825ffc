/* Nest module of the event store: opens the engine that the settings name and closes it at shutdown. */
import { Inject, Logger, Module } from '@nestjs/common';
import type { DynamicModule, OnApplicationShutdown } from '@nestjs/common';
import { DamagedStreams, RevisionConflict, settingAside, upcasting } from '#libs/event-sourcing';
import type { EventStore, Upcasters } from '#libs/event-sourcing';
import type { KurrentStoreOptions } from '#libs/event-store-kurrent';
import { openSqliteEventStore } from '#libs/event-store-sqlite';
import { Config } from '../config/config';
import { Readiness } from '../health/readiness';
import { Metrics } from '../metrics/metrics';
import { CLOCK } from '../time/clock';
import type { Clock } from '../time/clock';
import { reportDamage } from './damage-report';
import { eventStoreAddress } from './log-engine';
import { DiskSpace, reportDisk, sparing } from './disk-space';

/** Injection token of the `EventStore`. */
export const EVENT_STORE = Symbol('EVENT_STORE');

/** What the store has to know of the domain. */
export interface StoredStreams {
  /** How events of older versions are read. */
  readonly upcasters: Upcasters;
  /** Beginnings of the names of all streams of this system. */
  readonly prefixes: readonly string[];
}

/**
 * The one log of the process, open before the first request, closed last: EventStoreDB when `EVENTSTORE_URL` names
 * one, else the embedded store in `DATA_DIR`.
 */
@Module({})
export class EventStoreModule implements OnApplicationShutdown {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  static forRoot({ upcasters, prefixes }: StoredStreams): DynamicModule {
    return {
      module: EventStoreModule,
      global: true,
      providers: [
        DamagedStreams,
        {
          provide: EVENT_STORE,
          inject: [Config, CLOCK, Readiness, Metrics, DamagedStreams],
          useFactory: async (...[config, clock, readiness, metrics, damaged]: Injected) => {
            const parts = { clock: () => new Date(clock.now()), readiness, metrics };
            const address = eventStoreAddress(config);
            const store =
              address === undefined
                ? await openEmbedded(config, parts)
                : await openServed({ ...address, prefixes }, parts);
            reportDamage(damaged, readiness, metrics);
            return settingAside(upcasting(counted(store, metrics), upcasters), damaged);
          },
        },
      ],
      exports: [EVENT_STORE, DamagedStreams],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.store.close();
  }
}

type Injected = [Config, Clock, Readiness, Metrics, DamagedStreams];

interface StoreSurroundings {
  readonly clock: () => Date;
  readonly readiness: Readiness;
  readonly metrics: Metrics;
}

async function openEmbedded(
  config: Config,
  { clock, readiness, metrics }: StoreSurroundings,
): Promise<EventStore> {
  const { dataDir: directory, diskAlarmPercent: alarmPercent, diskStopPercent: stopPercent } = config;
  const embedded = await openSqliteEventStore({ directory, clock });
  const disk = new DiskSpace(directory, { alarmPercent, stopPercent });
  reportDisk(disk, readiness, metrics);
  const store = sparing(embedded, disk);
  readiness.register('store', async () => {
    const position = await store.lastPosition();
    return { up: true, detail: { position: position.toString() } };
  });
  return store;
}

/**
 * Without its server the process still answers reads from its views, so it stays ready and only shows the state of
 * the store (P-21, F-16). The adapter is loaded only where it is used: it takes memory that the embedded store spares.
 */
async function openServed(
  place: Omit<KurrentStoreOptions, 'clock' | 'onState'>,
  { clock, readiness }: StoreSurroundings,
): Promise<EventStore> {
  const log = new Logger('EventStore');
  const { openKurrentEventStore } = await import('#libs/event-store-kurrent');
  const store = await openKurrentEventStore({
    ...place,
    clock,
    onState: ({ status, reason }) => {
      if (status === 'connected') log.log('connected');
      else log.error(`${status}: ${reason ?? ''}`);
    },
  });
  readiness.register('store', () => {
    const { status, reason } = store.state;
    if (status === 'refused') return { up: false, detail: { state: status, reason: reason ?? '' } };
    return { up: true, detail: { state: status } };
  });
  return store;
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
