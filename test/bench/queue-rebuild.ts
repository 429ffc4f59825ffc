import { mkdtempSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import type { EventReader, EventSubscriber } from '#libs/event-sourcing';
import { openSqliteEventReader } from '#libs/event-store-sqlite';
import { gateQueue, Projector } from '#libs/read-models';
import { filesOf } from '../../libs/event-store-sqlite/src/layout';
import type { Bench } from './bench';
import { pairedRounds, ratiosOf, samplesOf } from './paired-rounds';
import { serveScenario } from './scenario-log';

const OCTOBER_ENDS = '2021-10-31T23:59:59+07:00';

/** T9: the queue view built from zero over a log of October, against parsing the same events' data and nothing else. */
export const queueRebuild: Bench = {
  name: 't9',
  async run({ rounds, directory }) {
    const { server, linesPerSecond, lines } = await serveScenario(directory, OCTOBER_ENDS);
    await server.stop();
    const texts = storedTexts(directory);
    const measured = await pairedRounds({ rounds }, [
      { name: 'parse', slice: () => ({ rate: parseRate(texts) }) },
      { name: 'built', slice: async () => ({ rate: await rebuildRate(directory, texts.length) }) },
      {
        name: 'followed',
        slice: async () => ({ rate: await rebuildRate(directory, texts.length, inLogOrder) }),
      },
    ]);
    const over = (side: 'built' | 'followed') => ratiosOf(measured, 'rate', [side, 'parse']);
    const of = (side: 'parse' | 'built' | 'followed') => samplesOf(measured, side, 'rate');
    return [
      { name: `import of October, ${lines} movements`, unit: 'per s', samples: [linesPerSecond] },
      { name: `JSON.parse of ${texts.length} events`, unit: 'per s', samples: of('parse') },
      { name: 'queue view, built stream by stream', unit: 'per s', samples: of('built') },
      { name: 'queue view, followed in log order', unit: 'per s', samples: of('followed') },
      { name: 'T9 built / JSON.parse', unit: 'ratio', samples: over('built'), floor: 0.2, goal: '>= 0.8' },
      { name: 'T9 followed / JSON.parse', unit: 'ratio', samples: over('followed'), goal: '>= 0.8' },
    ];
  },
};

function storedTexts(directory: string): string[] {
  const db = new DatabaseSync(filesOf(directory).log, { readOnly: true });
  const rows = db.prepare('SELECT data FROM event ORDER BY position').all();
  db.close();
  return rows.map((row) => row['data'] as string);
}

/** Kept, so that no engine may leave the work out. */
const parsed: unknown[] = [];

function parseRate(texts: readonly string[]): number {
  const begin = performance.now();
  for (let index = 0; index < texts.length; index += 1) parsed[index & 1023] = JSON.parse(texts[index] ?? '');
  return (texts.length / (performance.now() - begin)) * 1000;
}

type Log = EventReader & EventSubscriber;

/** The log as an engine shows it that does not read by streams. */
function inLogOrder(log: Log): Log {
  return {
    readStream: (stream, from) => log.readStream(stream, from),
    readAll: (position, limit) => log.readAll(position, limit),
    lastPosition: () => log.lastPosition(),
    subscribe: (position, options) => log.subscribe(position, options),
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
    views: [gateQueue],
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
