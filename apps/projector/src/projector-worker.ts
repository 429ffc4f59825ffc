import { constants, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { collectAtRest } from '#libs/event-store-sqlite';
import { noteFork, Projector, RecordedKeys } from '#libs/projections';
import { CATALOGUE } from '#libs/read-models';
import type { ProjectorThreadData, Report, Request } from './messages';
import { openLog } from './open-log';

/* The projector's thread: reads the log on a connection of its own and writes the views. */

/** Heartbeat: how often the thread reports, also when nothing happens (P-13). */
const HEARTBEAT_MILLISECONDS = 5_000;

/**
 * Reports go before boards: under load the views take what processor time the commands leave, and more events a batch.
 * Only Linux gives a thread a priority of its own; elsewhere this would be the whole process.
 */
function standBack(): void {
  if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
}

async function follow({ batchSize, keys, ...place }: ProjectorThreadData): Promise<void> {
  const port = parentPort;
  if (port === null) throw new Error('the projector runs as a worker thread');
  const report = (message: Report): void => {
    port.postMessage(message);
  };
  standBack();
  const working = collectAtRest();
  const stopping = new AbortController();
  const store = await openLog(place);
  const projector = new Projector({
    store,
    directory: place.directory,
    catalogue: CATALOGUE,
    keys: new RecordedKeys(keys),
    signal: stopping.signal,
    ...(batchSize === undefined ? {} : { batchSize }),
    onProgress: (progress) => {
      working();
      report({ progress });
    },
    onSwap: (generation) => {
      report({ swapped: generation });
    },
    onStopped: ({ name, position, error }) => {
      report({ stopped: { view: name, position, reason: error.message } });
    },
    onDisowned: () => {
      report({ disowned: true });
    },
    onFork: (fork) => {
      report({ fork });
      noteFork(place.directory, fork, new Date().toISOString());
    },
    onDropped: (dropped) => {
      report({ dropped });
    },
    onRetry: (error) => {
      report({ retry: error.message });
    },
  });
  const heartbeat = setInterval(() => {
    report({ progress: projector.progress() });
  }, HEARTBEAT_MILLISECONDS);
  port.on('message', (request: Request) => {
    if (request === 'rebuild') projector.requestRebuild();
    else if (request === 'stop') stopping.abort();
    else projector.lookAgain(request.look);
  });
  // What it waits for may be of another log by now.
  store.onNewConnection?.(() => {
    projector.lookAgain();
  });
  await projector.run();
  clearInterval(heartbeat);
  await store.close();
  port.close();
}

void follow(workerData as ProjectorThreadData);
