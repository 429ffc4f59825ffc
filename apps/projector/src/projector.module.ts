/* Nest module of the views: starts the projector thread and reports its health. */
import { Inject, Logger, Module } from '@nestjs/common';
import type { DynamicModule, OnApplicationShutdown } from '@nestjs/common';
import { DamagedStreams } from '#libs/event-sourcing';
import type { EventStore } from '#libs/event-sourcing';
import { CLOCK, Config, Drain, EVENT_STORE, Metrics, Readiness } from '#libs/platform';
import type { Clock } from '#libs/platform';
import { damagedIn, forkInWords, ReadSide } from '#libs/projections';
import { CatchUp } from './catch-up';
import { logLocationOf } from './log-location';
import { startProjector } from './projector-thread';
import type { ProjectorThread } from './projector-thread';
import { ReplicaFolder } from './replica-folder';
import { Standstill } from './standstill';
import { registerViewMetrics } from './view-metrics';
import { probeViews } from './views-probe';

/** How often it is checked whether the views follow the log. */
const LOOK_MILLISECONDS = 2_500;

/** The views of the process: a projector thread that follows the log, and the connection that queries read. */
@Module({})
export class ProjectorModule implements OnApplicationShutdown {
  constructor(
    @Inject(ReadSide) private readonly views: ProjectorThread,
    @Inject(ReplicaFolder) private readonly folder: ReplicaFolder,
  ) {}

  static forRoot(): DynamicModule {
    return {
      module: ProjectorModule,
      global: true,
      providers: [
        {
          provide: ReplicaFolder,
          inject: [Config, Readiness, Metrics],
          useFactory: (config: Config, readiness: Readiness, metrics: Metrics) =>
            ReplicaFolder.open(config, readiness, metrics),
        },
        {
          provide: ReadSide,
          inject: [Config, EVENT_STORE, CLOCK, Readiness, Metrics, Drain, DamagedStreams, ReplicaFolder],
          useFactory: follow,
        },
      ],
      exports: [ReadSide],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.views.close();
    this.folder.close();
  }
}

function follow(
  config: Config,
  store: EventStore,
  clock: Clock,
  ...[readiness, metrics, drain, damaged]: [Readiness, Metrics, Drain, DamagedStreams]
): ProjectorThread {
  const log = new Logger('Projector');
  let died: string | undefined;
  // What is tried every second is logged once.
  let lastReason = '';
  const thread = startProjector(logLocationOf(config), {
    onStopped: ({ view, position, reason }) => {
      log.error(`view ${view} stopped at position ${position}: ${reason}`);
    },
    onFork: (fork) => {
      log.error(`FORK ${forkInWords(fork)}; the views are built anew`);
      metrics.logForks.inc({ keeper: 'views' });
      store.forget?.();
      damaged.forget();
      catchUp.begin();
    },
    onRetry: (reason) => {
      if (reason !== lastReason) log.warn(`the views do not go on, trying again: ${reason}`);
      lastReason = reason;
      standstill.failed(reason);
    },
    onDropped: (reason) => {
      standstill.failed(reason);
    },
    onProgress: () => {
      lastReason = '';
      showDamage();
    },
    onDied: (reason) => {
      died = reason;
      log.fatal(`the projector ended, boards no longer follow the log: ${reason}`);
    },
  });
  store.onNewConnection?.(() => {
    thread.lookAgain();
  });
  const showDamage = (): void => {
    if (thread.reader.isReady) damaged.show(damagedIn(thread.reader.db));
  };
  const standstill = new Standstill({ position: () => thread.position, now: () => clock.now() });
  watch(standstill, { store, thread, drain });
  const now = () => Date.parse(clock.now());
  const lastPosition = () => store.lastPosition();
  registerViewMetrics(metrics.registry, { thread, now, lastPosition, standstill });
  const catchUp = new CatchUp(store, thread, { signal: drain.signal });
  readiness.register('views', () =>
    probeViews({ thread, died, catchUp: catchUp.state, behind: standstill.behind, failure: lastReason }),
  );
  return thread;
}

interface Watched {
  readonly store: EventStore;
  readonly thread: ProjectorThread;
  readonly drain: Drain;
}

/** Looks at the log and the views until the process drains. */
function watch(standstill: Standstill, { store, thread, drain }: Watched): void {
  const look = (last: bigint | undefined): void => {
    standstill.look(last);
    thread.behindSince = standstill.behind?.since;
  };
  const again = setInterval(() => {
    store.lastPosition().then(look, () => {
      look(undefined);
    });
  }, LOOK_MILLISECONDS).unref();
  drain.signal.addEventListener('abort', () => {
    clearInterval(again);
  });
}
