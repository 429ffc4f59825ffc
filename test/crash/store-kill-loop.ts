import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { verify } from '#libs/event-sourcing';
import { seeded } from '#libs/event-sourcing/testing';
import { OpenRefused, openSqliteEventReader, openSqliteEventStore } from '#libs/event-store-sqlite';
import { runKillLoop } from './kill-loop';

const EXTENSION = extname(__filename);
const WRITERS = join(__dirname, `store-writers${EXTENSION}`);
const LOADER = EXTENSION === '.ts' ? ['-C', 'source', '-r', '@swc-node/register'] : [];

/** What the log held after the rounds so far, read on from where the last check ended. */
class Found {
  readonly places = new Map<string, string>();
  position = -1n;

  async readOn(directory: string): Promise<void> {
    const reader = await openSqliteEventReader({ directory }).catch((error: unknown) => {
      // Killed during its first start: there is nothing yet, and so nothing may have been acknowledged.
      if (error instanceof OpenRefused && error.code === 'MISSING' && this.places.size === 0) return null;
      throw error;
    });
    if (reader === null) return;
    for (;;) {
      const page = await reader.readAll(this.position, 500);
      for (const event of page) {
        this.position += 1n;
        if (event.position !== this.position) throw new Error(`a hole in the log before ${event.position}`);
        if (this.places.has(event.eventId)) throw new Error(`event ${event.eventId} is stored twice`);
        this.places.set(event.eventId, `${event.stream} ${event.revision}`);
      }
      if (page.length === 0) break;
    }
    await reader.close();
  }

  /** Each line is an acknowledged event: its stream, revision and id. */
  confirm(acknowledged: readonly string[]): void {
    for (const line of acknowledged) {
      const [stream = '', revision = '', eventId = ''] = line.split(' ');
      const place = this.places.get(eventId);
      if (place !== `${stream} ${revision}`)
        throw new Error(`acknowledged ${line}, found ${place ?? 'nothing'}`);
    }
  }
}

/** Kills fifty writers again and again; fails on the first promise of the store that does not hold. */
async function main(rounds: number, seed: number): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'store-kill-loop-'));
  const found = new Found();
  let acknowledged = 0;
  await runKillLoop({
    rounds,
    random: seeded(seed),
    life: { shortest: 0, longest: 250 },
    start: (round) =>
      spawn(
        process.execPath,
        ['--disable-warning=ExperimentalWarning', ...LOADER, WRITERS, directory, String(round)],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      ),
    check: async (lines) => {
      await found.readOn(directory);
      found.confirm(lines);
      acknowledged += lines.length;
    },
  });
  const store = await openSqliteEventStore({ directory, clock: () => new Date() });
  const { events, streams, fault } = await verify(store, { gapless: true });
  await store.close();
  if (fault !== null || events !== found.places.size)
    throw new Error(`the log does not verify: ${JSON.stringify(fault)}`);
  rmSync(directory, { recursive: true });
  const unanswered = events - acknowledged;
  console.log(
    `${rounds} kills (seed ${seed}): ${acknowledged} events acknowledged, 0 lost, 0 twice, ` +
      `${unanswered} stored but not answered; ${events} events in ${streams} streams verify`,
  );
}

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '50' },
    seed: { type: 'string', default: String(Date.now()) },
  },
});
void main(Number(values.rounds), Number(values.seed));
