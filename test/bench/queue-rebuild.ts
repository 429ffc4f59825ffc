/* Benchmark of a rebuild of the queue view. */
import { mkdtempSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import type { EventReader, EventSubscriber } from '#libs/event-sourcing';
import { openSqliteEventReader } from '#libs/event-store-sqlite';
import { Projector } from '#libs/projections';
import { catalogueOf, gateQueue } from '#libs/read-models';
import { filesOf } from '../../libs/event-store-sqlite/src/layout';
import type { Bench } from './bench';
import { pairedRounds, ratiosOf, samplesOf } from './paired-rounds';
import { serveScenario } from './scenario-log';

const OCTOBER_ENDS = '2021-10-31T23:59:59+07:00';

/**
 * T9: the queue view built from zero over a log of October, against parsing the same events and nothing else. An event
 * lies in the log as two JSON texts, its data and its context; the floor is taken against both, and the ratio to the
 * data alone, which is about a third of an event, is printed beside it.
 */
export const queueRebuild: Bench = {
  name: 't9',
  async run({ rounds, directory }) {
    const { server, linesPerSecond, lines } = await serveScenario(directory, OCTOBER_ENDS);
    await server.stop();
    const { data, whole } = storedTexts(directory);
    const events = data.length;
    const measured = await pairedRounds<Side>({ rounds }, [
      { name: 'parse', slice: () => ({ rate: parseRate(whole, events) }) },
      { name: 'data', slice: () => ({ rate: parseRate(data, events) }) },
      { name: 'built', slice: async () => ({ rate: await rebuildRate(directory, events) }) },
      {
        name: 'followed',
        slice: async () => ({ rate: await rebuildRate(directory, events, inLogOrder) }),
      },
    ]);
    const of = (side: Side) => samplesOf(measured, side, 'rate');
    const over = (side: Side, limit: Side) => ratiosOf(measured, 'rate', [side, limit]);
    return [
      { name: `import of October, ${lines} movements`, unit: 'per s', samples: [linesPerSecond] },
      { name: `JSON.parse of ${events} events`, unit: 'per s', samples: of('parse') },
      { name: 'JSON.parse of their data alone', unit: 'per s', samples: of('data') },
      { name: 'queue view, built stream by stream', unit: 'per s', samples: of('built') },
      { name: 'queue view, followed in log order', unit: 'per s', samples: of('followed') },
      {
        name: 'T9 built / JSON.parse',
        unit: 'ratio',
        samples: over('built', 'parse'),
        floor: 0.2,
        goal: '>= 0.8',
      },
      { name: 'T9 followed / JSON.parse', unit: 'ratio', samples: over('followed', 'parse'), goal: '>= 0.8' },
      { name: 'built / JSON.parse of the data alone', unit: 'ratio', samples: over('built', 'data') },
    ];
  },
};

type Side = 'parse' | 'data' | 'built' | 'followed';

/** The texts of all events: of each its data and its context, or its data alone. */
function storedTexts(directory: string): {
  readonly data: readonly string[];
  readonly whole: readonly string[];
} {
  const db = new DatabaseSync(filesOf(directory).log, { readOnly: true });
  const rows = db.prepare('SELECT data, context FROM event ORDER BY position').all() as unknown as {
    readonly data: string;
    readonly context: string;
  }[];
  db.close();
  return { data: rows.map(({ data }) => data), whole: rows.flatMap(({ data, context }) => [data, context]) };
}

/** Kept, so that no engine may leave the work out. */
const parsed: unknown[] = [];

function parseRate(texts: readonly string[], events: number): number {
  const begin = performance.now();
  for (let index = 0; index < texts.length; index += 1) parsed[index & 1023] = JSON.parse(texts[index] ?? '');
  return (events / (performance.now() - begin)) * 1000;
}

type Log = EventReader & EventSubscriber;

/** The log as an engine shows it that does not read by streams. */
function inLogOrder(log: Log): Log {
  return {
    readStream: (stream, from) => log.readStream(stream, from),
    readAll: (after, limit) => log.readAll(after, limit),
    readAt: (position) => log.readAt(position),
    lastPosition: () => log.lastPosition(),
    subscribe: (after, options) => log.subscribe(after, options),
  };
}

/** From an empty folder to a live generation that has caught up with the log; a rate in events per second. */
async function rebuildRate(
  log: string,
  events: number,
  shown: (store: Log) => Log = (store) => store,
): Promise<number> {
  const directory = mkdtempSync(join(log, 'views-of-queue-'));
  const store = await openSqliteEventReader({ directory: log });
  const stopping = new AbortController();
  let failure: Error | undefined;
  const begin = performance.now();
  let elapsed = 0;
  await new Projector({
    store: shown(store),
    directory,
    catalogue: catalogueOf([gateQueue]),
    signal: stopping.signal,
    onSwap: () => {
      elapsed = performance.now() - begin;
      stopping.abort();
    },
    onStopped: ({ error }) => {
      failure = error;
      stopping.abort();
    },
    onRetry: (error) => {
      failure = error;
      stopping.abort();
    },
  }).run();
  await store.close();
  rmSync(directory, { recursive: true });
  if (failure !== undefined) throw failure;
  return (events / elapsed) * 1000;
}
