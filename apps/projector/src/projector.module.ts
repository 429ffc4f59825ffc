import { Inject, Logger, Module } from '@nestjs/common';
import type { DynamicModule, OnApplicationShutdown } from '@nestjs/common';
import { DamagedStreams } from '#libs/event-sourcing';
import type { EventStore } from '#libs/event-sourcing';
import { CLOCK, Config, Drain, EVENT_STORE, Metrics, Readiness } from '#libs/platform';
import type { Clock, ProbeResult } from '#libs/platform';
import { damagedIn, forkInWords, LiveViews } from '#libs/read-models';
import { CatchUp } from './catch-up';
import type { CatchUpState } from './catch-up';
import { logPlaceOf } from './log-place';
import { startProjector } from './projector-thread';
import type { ProjectorThread } from './projector-thread';
import { ReplicaFolder } from './replica-folder';
import { registerViewMetrics } from './view-metrics';

/** A projector that says nothing for so long hangs (P-13). */
const SILENCE_MILLISECONDS = 15_000;

/** The views of the process: a projector thread that follows the log, and the connection that queries read. */
@Module({})
export class ProjectorModule implements OnApplicationShutdown {
  constructor(
    @Inject(LiveViews) private readonly views: ProjectorThread,
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
          provide: LiveViews,
          inject: [Config, EVENT_STORE, CLOCK, Readiness, Metrics, Drain, DamagedStreams, ReplicaFolder],
          useFactory: follow,
        },
      ],
      exports: [LiveViews],
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
  let died = false;
  // What is tried every second is told once.
  let lastReason = '';
  const thread = startProjector(logPlaceOf(config), {
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
    },
    onProgress: () => {
      lastReason = '';
      showDamage();
    },
    onDied: (reason) => {
      died = true;
      log.fatal(`the projector ended, boards no longer follow the log: ${reason}`);
    },
  });
  const showDamage = (): void => {
    if (thread.reader.isReady) damaged.show(damagedIn(thread.reader.db));
  };
  const now = () => Date.parse(clock.now());
  registerViewMetrics(metrics.registry, { thread, now, lastPosition: () => store.lastPosition() });
  const catchUp = new CatchUp(store, thread, { signal: drain.signal });
  readiness.register('views', () => probe(thread, died, catchUp.state));
  return thread;
}

/**
 * Up when the views have caught up, none stopped, and the projector was heard of lately. Without an answer of the store
 * it says that it is degraded: what it shows may be old.
 */
function probe(thread: ProjectorThread, died: boolean, catchUp: CatchUpState): ProbeResult {
  const stopped = thread.progress.views.filter(({ failedPosition }) => failedPosition !== null);
  const silent = performance.now() - thread.reportedAt > SILENCE_MILLISECONDS;
  const up = thread.reader.isReady && catchUp !== 'BEHIND' && !died && !silent && stopped.length === 0;
  const detail = {
    position: thread.position.toString(),
    stopped: stopped.map(({ name }) => name).join(' '),
    ...(catchUp === 'DEGRADED' ? { degraded: 'the store does not say how far the log is' } : {}),
  };
  return { up, detail };
}
