import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { arrival, gateRegistered, logOf, recordIn, step } from '../../../read-models/testing/given-events';
import type { GivenEvent } from '../../../read-models/testing/given-events';
import { compareWithRebuild } from './compare-with-rebuild';
import { CATALOGUE } from '../../../read-models/src/catalogue/border-catalogue';
import { rebuildView, rebuildViews } from './rebuild-views';
import type { RebuildOptions } from './rebuild-views';
import { digestOfViews } from '../files/view-digest';
import { newestGeneration, viewFilePath } from '../files/views-reader';

const AT = '2021-12-15T06:40:00+07:00';
const folders: string[] = [];

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'rebuild-views-'));
  folders.push(folder);
  return folder;
}

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

function trucks(count: number): GivenEvent[] {
  return Array.from({ length: count }, (_, index) => arrival(`v${index}`, AT));
}

/** A folder whose views show a log of a gate and some trucks. */
async function builtViews(
  count = 20,
): Promise<RebuildOptions & { store: Awaited<ReturnType<typeof logOf>> }> {
  const store = await logOf([gateRegistered(), ...trucks(count)]);
  const options = { store, directory: newFolder(), catalogue: CATALOGUE };
  await rebuildViews(options);
  return options;
}

function change(directory: string, sql: string): void {
  const db = new DatabaseSync(viewFilePath(directory, newestGeneration(directory) ?? 0));
  db.exec(sql);
  db.close();
}

function digest(directory: string): string {
  const path = viewFilePath(directory, newestGeneration(directory) ?? 0);
  const db = new DatabaseSync(path, { readOnly: true });
  const text = digestOfViews(db);
  db.close();
  return text;
}

describe('a rebuild', () => {
  it('gives the same rows again, in one file, and tells how far it is', async () => {
    const options = await builtViews();
    const before = digest(options.directory);
    const positions: bigint[] = [];
    await rebuildViews({ ...options, onProgress: (position) => positions.push(position) });
    expect(readdirSync(options.directory)).toEqual(['views-2.sqlite']);
    expect(digest(options.directory)).toBe(before);
    expect(positions.at(-1)).toBe(20n);
  });

  it.each(CATALOGUE.views.map(({ name }) => name))(
    'of %s alone mends it and changes nothing else',
    async (name) => {
      const options = await builtViews();
      const before = digest(options.directory);
      const table = name.replaceAll('-', '_');
      change(options.directory, `DELETE FROM ${table}`);
      await rebuildView(name, options);
      expect(digest(options.directory)).toBe(before);
    },
  );

  it('of one view goes on with what was recorded since', async () => {
    const options = await builtViews();
    await recordIn(
      options.store,
      step('v3', 'customs-clearance', '2021-12-15T07:40:00+07:00', { declarationNumber: 'D-1' }),
    );
    await rebuildView('gate-queue', options);
    await expect(compareWithRebuild({ ...options, scratch: newFolder() })).resolves.toEqual({
      position: 21n,
      different: [],
      stopped: [],
    });
  });

  it('of a view that there is not is refused', async () => {
    await expect(rebuildView('boards', await builtViews(1))).rejects.toThrow('there is no view boards');
  });
});

describe('the comparison with a rebuild', () => {
  it('finds nothing at the position of the views, however far the log has gone since', async () => {
    const options = await builtViews();
    await recordIn(options.store, arrival('late', AT));
    const compared = await compareWithRebuild({ ...options, scratch: newFolder() });
    expect(compared).toEqual({ position: 20n, different: [], stopped: [] });
  });

  it('names the views whose rows are others', async () => {
    const options = await builtViews();
    change(
      options.directory,
      "UPDATE truck_visits SET stage = 'LOST' WHERE visit_id = 'v3'; DELETE FROM gate_queue",
    );
    const { different } = await compareWithRebuild({ ...options, scratch: newFolder() });
    expect(different).toEqual(['gate-queue', 'truck-visits']);
  });

  it('names a view that has stopped', async () => {
    const options = await builtViews();
    change(
      options.directory,
      "UPDATE projection_checkpoint SET failed_position = 7, error = 'unreadable' WHERE name = 'yards'",
    );
    const { stopped } = await compareWithRebuild({ ...options, scratch: newFolder() });
    expect(stopped).toMatchObject([{ name: 'yards', failedPosition: 7n, error: 'unreadable' }]);
  });
});
