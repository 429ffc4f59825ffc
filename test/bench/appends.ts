/* Benchmarks of appends: single durable ones, and group commit. */
import { join } from 'node:path';
import { openSqliteEventStore } from '#libs/event-store-sqlite';
import type { SqliteEventStore } from '#libs/event-store-sqlite';
import { ActiveStreams, textLengthOf } from './active-streams';
import type { NextAppend } from './active-streams';
import type { Bench } from './bench';
import { DiskProbe } from './disk-probe';
import { spreadOf } from './figures';
import type { Figure } from './figures';
import { pairedRounds, ratiosOf, samplesOf } from './paired-rounds';
import { RawInsert } from './raw-insert';

const PROBE_MILLISECONDS = 300;
const SINGLE_APPENDS = 1_500;
/** A raw slice then takes about half a second: shorter ones say more of the machine than of the engine. */
const GROUPED_APPENDS = 60_000;

function openStore(directory: string, name: string): Promise<SqliteEventStore> {
  return openSqliteEventStore({ directory: join(directory, name), clock: () => new Date() });
}

/** T2: one durable append after the other, against what the disk itself can do, looked at right before and after. */
export const singleAppends: Bench = {
  name: 't2',
  async run({ rounds, directory }) {
    const probe = new DiskProbe(directory);
    const store = await openStore(directory, 'single');
    const streams = new ActiveStreams('single');
    const slice = async () => {
      const appends = streams.next(SINGLE_APPENDS);
      const before = probe.rate(PROBE_MILLISECONDS);
      const rate = await appendRate(store, appends, 1);
      const disk = (before + probe.rate(PROBE_MILLISECONDS)) / 2;
      return { rate, disk, ratio: rate / disk };
    };
    const measured = await pairedRounds({ rounds }, [{ name: 'append', slice }]);
    await store.close();
    probe.close();
    const of = (figure: string) => samplesOf(measured, 'append', figure);
    return [
      { name: 'single durable append', unit: 'per s', samples: of('rate') },
      { name: 'disk, 4 KiB append + fdatasync', unit: 'per s', samples: of('disk') },
      { name: 'T2 single append / disk', unit: 'ratio', samples: of('ratio'), floor: 0.8, goal: '>= 0.9' },
    ];
  },
};

/** T3: group-committed appends through the public API, against the raw engine. */
export const groupedAppends: Bench = {
  name: 't3',
  async run({ rounds, directory }) {
    const stores = [await openStore(directory, 'at-64'), await openStore(directory, 'at-256')] as const;
    const raw = new RawInsert(directory);
    const streams = [
      new ActiveStreams('at 64'),
      new ActiveStreams('at 256'),
      new ActiveStreams('raw'),
    ] as const;
    const measured = await pairedRounds({ rounds }, [
      { name: 'raw', slice: () => ({ rate: raw.rate(streams[2].next(GROUPED_APPENDS)) }) },
      {
        name: '64',
        slice: async () => ({ rate: await appendRate(stores[0], streams[0].next(GROUPED_APPENDS), 64) }),
      },
      {
        name: '256',
        slice: async () => ({ rate: await appendRate(stores[1], streams[1].next(GROUPED_APPENDS), 256) }),
      },
    ]);
    for (const store of stores) await store.close();
    raw.close();
    const length = Math.round(spreadOf(streams[2].next(1_000).map(textLengthOf)).median);
    const ratios = (inFlight: '64' | '256') => ratiosOf(measured, 'rate', [inFlight, 'raw']);
    return [
      {
        name: `raw INSERT, one transaction, ${length} B`,
        unit: 'per s',
        samples: samplesOf(measured, 'raw', 'rate'),
      },
      { name: 'durable appends, 64 in flight', unit: 'per s', samples: samplesOf(measured, '64', 'rate') },
      { name: 'durable appends, 256 in flight', unit: 'per s', samples: samplesOf(measured, '256', 'rate') },
      { name: 'appends at 64 / raw', unit: 'ratio', samples: ratios('64') },
      { name: 'T3 appends at 256 / raw', unit: 'ratio', samples: ratios('256'), floor: 0.3, goal: '>= 0.5' },
    ] satisfies Figure[];
  },
};

/** Appends all of them, so many at a time, and waits until each is durable; a rate per second. */
async function appendRate(
  store: SqliteEventStore,
  appends: readonly NextAppend[],
  inFlight: number,
): Promise<number> {
  let next = 0;
  const client = async (): Promise<void> => {
    for (let append = appends[next++]; append !== undefined; append = appends[next++]) {
      await store.append(append.stream, [append.event], append.expected);
    }
  };
  const begin = performance.now();
  await Promise.all(Array.from({ length: inFlight }, client));
  return (appends.length / (performance.now() - begin)) * 1000;
}
