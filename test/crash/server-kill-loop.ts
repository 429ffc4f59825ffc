import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { setTimeout as pause } from 'node:timers/promises';
import { verify } from '#libs/event-sourcing';
import { seeded } from '#libs/event-sourcing/testing';
import { openSqliteEventReader, openSqliteEventStore } from '#libs/event-store-sqlite';
import { tokenFor } from '../server/api-client';
import { StandaloneProcess } from '../server/standalone-process';
import { GateWriters } from './gate-writers';
import { viewsEqualRebuild } from './views-equal-rebuild';

/* Kills the whole server again and again under fifty gate operators; what it acknowledged must be there (P-01, P-07). */

const COMPARE_EVERY = 10;
const LIFE = { shortest: 50, longest: 400 };

/** What the log holds: answers are found by the position they name. */
async function confirm(directory: string, acknowledged: ReadonlyMap<string, string>): Promise<number> {
  const reader = await openSqliteEventReader({ directory });
  const ids = new Set<string>();
  const found = new Map<string, string>();
  let position = -1n;
  for (
    let page = await reader.readAll(position, 500);
    page.length > 0;
    page = await reader.readAll(position, 500)
  ) {
    for (const event of page) {
      position += 1n;
      if (event.position !== position) throw new Error(`a hole in the log before ${event.position}`);
      if (ids.has(event.eventId)) throw new Error(`event ${event.eventId} is stored twice`);
      ids.add(event.eventId);
      found.set(event.position.toString(), `${event.stream} ${event.revision} ${event.type}`);
    }
  }
  await reader.close();
  for (const [at, place] of acknowledged) {
    if (found.get(at) !== place)
      throw new Error(`acknowledged ${place} at ${at}, found ${found.get(at) ?? 'nothing'}`);
  }
  return ids.size;
}

async function main(rounds: number, seed: number): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'server-kill-loop-'));
  const random = seeded(seed);
  const token = await tokenFor({ sub: 'crash', roles: ['gate-manager'], gates: ['*'], yards: ['*'] });
  const acknowledged = new Map<string, string>();
  let compared = 0;
  for (let round = 1; round <= rounds; round += 1) {
    const server = await StandaloneProcess.start({ DATA_DIR: directory, PORT: '0' });
    const writers = new GateWriters(server.address, token, { round, acknowledged });
    const writing = writers.run();
    await writers.firstAnswer();
    await pause(LIFE.shortest + random() * (LIFE.longest - LIFE.shortest));
    await server.kill();
    await writing;
    if (round % COMPARE_EVERY !== 0 && round !== rounds) continue;
    await confirm(directory, acknowledged);
    await viewsEqualRebuild(directory);
    compared += 1;
  }
  const events = await confirm(directory, acknowledged);
  const store = await openSqliteEventStore({ directory, clock: () => new Date() });
  const { fault } = await verify(store, { gapless: true });
  await store.close();
  if (fault !== null) throw new Error(`the log does not verify: ${JSON.stringify(fault)}`);
  rmSync(directory, { recursive: true });
  console.log(
    `${rounds} kills (seed ${seed}): ${acknowledged.size} commands acknowledged, 0 lost, 0 twice; ` +
      `${events} events verify; views equal their rebuild ${compared} of ${compared} times`,
  );
}

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '50' },
    seed: { type: 'string', default: String(Date.now()) },
  },
});
void main(Number(values.rounds), Number(values.seed));
