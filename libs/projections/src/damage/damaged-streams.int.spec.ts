import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DAMAGE_ACCEPTED, DamagedStreams, settingAside, streamOf } from '#libs/event-sourcing';
import { openSqliteEventReader, openSqliteEventStore } from '#libs/event-store-sqlite';
import { arrival, event, gateRegistered, recordIn, step } from '../../../read-models/testing/given-events';
import { compareWithRebuild } from '../projector/compare-with-rebuild';
import { damagedIn } from './damaged-streams';
import { CATALOGUE } from '../../../read-models/src/catalogue/border-catalogue';
import { rebuildViews } from '../projector/rebuild-views';
import { newestGeneration, viewFilePath } from '../files/views-reader';

/* Rows that somebody takes out of the embedded log, or changes there, by hand. */

const at = (hour: number): string => `2021-12-15T${hour.toString().padStart(2, '0')}:00:00+07:00`;
const HARMED = streamOf('truckVisit', 'harmed');
const folders: string[] = [];

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'damaged-'));
  folders.push(folder);
  return folder;
}

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

async function openStore(directory: string) {
  return openSqliteEventStore({ directory, clock: () => new Date(), thread: 'main' });
}

/** A log with a gate and two visits of three events, changed by hand while no server runs. */
async function changedLog(sql: string): Promise<string> {
  const directory = newFolder();
  const store = await openStore(directory);
  await recordIn(store, gateRegistered());
  for (const [index, visit] of ['harmed', 'other'].entries()) {
    await recordIn(store, arrival(visit, at(6), { tractor: { plate: `12C0456${index}` } }));
    await recordIn(store, step(visit, 'customs-clearance', at(7), { declarationNumber: 'D' }));
    await recordIn(store, step(visit, 'disinfection', at(8), { targets: ['CABIN'], procedureVersion: '1' }));
  }
  await store.close();
  const db = new DatabaseSync(join(directory, 'events.db'));
  db.exec(sql);
  db.close();
  return directory;
}

async function built(log: string) {
  const [directory, store] = [newFolder(), await openSqliteEventReader({ directory: log })];
  await rebuildViews({ store, directory, catalogue: CATALOGUE });
  const db = new DatabaseSync(viewFilePath(directory, newestGeneration(directory) ?? 0), { readOnly: true });
  const stages = db.prepare('SELECT visit_id AS visit, stage FROM truck_visits ORDER BY visit_id').all();
  const damaged = damagedIn(db);
  db.close();
  const { different } = await compareWithRebuild({
    store,
    directory,
    catalogue: CATALOGUE,
    scratch: newFolder(),
  });
  await store.close();
  return { stages: stages.map((row) => ({ ...row })), damaged, different };
}

const ONE = 'DELETE FROM event WHERE position =';
const other = { visit: 'other', stage: 'DISINFECTED' };

it.each([
  ['in the middle', `${ONE} 2`, 'REVISION', [{ visit: 'harmed', stage: 'ARRIVED' }, other]],
  ['at the beginning', `${ONE} 1`, 'TRUNCATED', [other]],
  [
    'and the rest sealed onto something else',
    "UPDATE event SET prev_hash = 'another' WHERE position = 2",
    'CHAIN',
    [{ visit: 'harmed', stage: 'ARRIVED' }, other],
  ],
])(
  'a visit that lacks an event %s is set aside, and the others are shown whole',
  async (_, sql, reason, stages) => {
    const log = await changedLog(sql);
    await expect(built(log)).resolves.toEqual({
      stages,
      damaged: [{ stream: HARMED, reason, isAccepted: false }],
      different: [],
    });
  },
);

it('who has looked at it is known from the log alone', async () => {
  const log = await changedLog("UPDATE event SET prev_hash = 'another' WHERE position = 2");
  const store = await openStore(log);
  const claims = streamOf('claim', '1');
  for (const stream of [HARMED, claims]) {
    const data = { stream, reason: 'asked', damage: 'CHAIN' };
    await recordIn(store, event(streamOf('damage', stream), DAMAGE_ACCEPTED, at(9), data));
  }
  await store.close();
  await expect(built(log)).resolves.toMatchObject({
    damaged: [claims, HARMED].map((stream) => ({ stream, reason: 'CHAIN', isAccepted: true })),
    different: [],
  });
});

it('a command to it is refused, and one to another is not', async () => {
  const log = await changedLog("UPDATE event SET prev_hash = 'another' WHERE position = 2");
  const damaged = new DamagedStreams();
  const store = settingAside(await openStore(log), damaged);
  await expect(store.readStream(HARMED)).rejects.toMatchObject({ name: 'StreamDamaged', reason: 'CHAIN' });
  await expect(store.readStream(streamOf('truckVisit', 'other'))).resolves.toMatchObject({ revision: 2n });
  expect(damaged.all.map(({ stream }) => stream)).toEqual([HARMED]);
  await store.close();
});
