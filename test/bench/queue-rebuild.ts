import { mkdtempSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
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
      {
        name: 'reread',
        slice: async () => ({ rate: await rebuildRate(directory, texts.length, { historyEvents: 0 }) }),
      },
      { name: 'cached', slice: async () => ({ rate: await rebuildRate(directory, texts.length, {}) }) },
    ]);
    const over = (side: 'reread' | 'cached') => ratiosOf(measured, 'rate', [side, 'parse']);
    const of = (side: 'parse' | 'reread' | 'cached') => samplesOf(measured, side, 'rate');
    return [
      { name: `import of October, ${lines} movements`, unit: 'per s', samples: [linesPerSecond] },
      { name: `JSON.parse of ${texts.length} events`, unit: 'per s', samples: of('parse') },
      { name: 'queue view, histories re-read', unit: 'per s', samples: of('reread') },
      { name: 'queue view, histories cached', unit: 'per s', samples: of('cached') },
      { name: 'T9 re-read / JSON.parse', unit: 'ratio', samples: over('reread'), floor: 0.2, goal: '>= 0.8' },
      { name: 'T9 cached / JSON.parse', unit: 'ratio', samples: over('cached'), goal: '>= 0.8' },
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

/** From an empty folder to a live generation that has caught up with the log; a rate in events per second. */
async function rebuildRate(log: string, events: number, how: { historyEvents?: number }): Promise<number> {
  const directory = mkdtempSync(join(log, 'views-of-queue-'));
  const store = await openSqliteEventReader({ directory: log });
  const stopping = new AbortController();
  let failure: Error | undefined;
  const begin = performance.now();
  let elapsed = 0;
  await new Projector({
    store,
    directory,
    views: [gateQueue],
    signal: stopping.signal,
    ...how,
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
