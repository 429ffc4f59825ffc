import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CATALOGUE } from '#libs/read-models';
import { tinyDisk } from '../../../libs/event-store-sqlite/testing/tiny-disk';
import type { StandaloneProcess } from '../../../test/server/standalone-process';
import { runHere } from '../testing/admin-here';
import { startAdmin } from '../testing/admin-process';
import { newFolder, serve, servedFolder, tamper } from '../testing/data-folder';
import { withoutServer } from './embedded-log';

const VIEWS = CATALOGUE.views.length;
const LOG = /^log {2,}59 events in 59 streams, the last at position 58 with hash [0-9a-f]{64}$/m;

describe('the command line', () => {
  it.each([
    [['bogus'], "USAGE: unknown command 'bogus'\n"],
    [['backup'], "USAGE: missing required argument 'file'\n"],
    [['verify', '--all'], "USAGE: unknown option '--all'\n"],
    [['export', 'a', 'b'], "USAGE: too many arguments for 'export'. Expected 1 argument but got 2.\n"],
    [['rebuild', 'queue'], /^USAGE: there is no view queue; there are border-gates, .*, gate-queue, .*\n$/],
  ])('refuses %j with exit code 2', async (args, errors) => {
    const ended = await runHere(newFolder(), args);
    expect(ended).toMatchObject({ status: 2, output: '' });
    expect(ended.errors).toMatch(errors);
  });

  it('says in one line what it cannot find', async () => {
    const folder = join(newFolder(), 'nowhere');
    const errors = `MISSING: there is no log at ${folder}/events.db\n`;
    for (const args of [['verify'], ['rebuild'], ['backup', join(newFolder(), 'b.db')]]) {
      expect(await runHere(folder, args)).toEqual({ status: 3, output: '', errors });
    }
    expect(readdirSync(join(folder, '..'))).toEqual([]);
  });
});

it('ends in one line when nobody reads what it says', async () => {
  const { child, ended } = startAdmin(await servedFolder(), ['verify']);
  child.stdout?.destroy();
  child.stdin?.end();
  expect(await ended).toEqual({ status: 4, output: '', errors: 'OUTPUT_CLOSED: write EPIPE\n' });
});

describe('verify', () => {
  it('names a changed event', async () => {
    const folder = await servedFolder();
    tamper(folder, "UPDATE event SET data = data || ' ' WHERE position = 33");
    const { status, errors } = await runHere(folder, ['verify']);
    expect({ status, errors }).toEqual({
      status: 1,
      errors: expect.stringMatching(
        /^LOG_FAULTY: .*: CONTENT at [\w-]+ revision 0, position 33\n$/,
      ) as string,
    });
  });

  it('names the views that are not what the log says, and a rebuild mends them', async () => {
    const folder = await servedFolder();
    tamper(folder, "UPDATE yards SET acts = '[]'; DELETE FROM dedicated_drivers", 'views-1.sqlite');
    expect(await runHere(folder, ['verify'])).toMatchObject({
      status: 1,
      errors: 'VIEWS_DIFFER: dedicated-drivers, yards differ from a rebuild at position 58; run rebuild\n',
    });
    await runHere(folder, ['rebuild', 'yards']);
    expect((await runHere(folder, ['verify'])).errors).toMatch(/^VIEWS_DIFFER: dedicated-drivers differ/);
    expect(await runHere(folder, ['rebuild', 'dedicated-drivers'])).toMatchObject({
      status: 0,
      output: 'dedicated-drivers built anew up to position 58\n',
    });
    expect((await runHere(folder, ['verify'])).status).toBe(0);
  });

  it('takes views that are not built for no fault', async () => {
    const folder = await servedFolder();
    tamper(folder, 'UPDATE projection_checkpoint SET version = 99', 'views-1.sqlite');
    expect((await runHere(folder, ['verify'])).output).toMatch('views  none are built');
    expect((await runHere(folder, ['verify', '--log-only'])).output).not.toMatch('views');
  });
});

describe('beside a running server', () => {
  let folder: string;
  let server: StandaloneProcess;

  beforeAll(async () => {
    folder = await servedFolder();
    server = await serve(folder);
  });

  afterAll(() => server.stop());

  it('verify finds log and views good', async () => {
    const ended = await runHere(folder, ['verify']);
    expect(ended).toMatchObject({ status: 0, errors: '' });
    expect(ended.output).toMatch(LOG);
    expect(ended.output).toMatch(`views  ${VIEWS} views equal their rebuild at position 58\n`);
  });

  it('rebuild is refused', async () => {
    expect(await runHere(folder, ['rebuild'])).toMatchObject({
      status: 3,
      errors: expect.stringMatching(/^IN_USE: /) as string,
    });
  });

  it('the drill: back up, restore elsewhere, verify, serve', async () => {
    const [file, elsewhere] = [join(newFolder(), 'backup.db'), newFolder()];
    const backup = await runHere(folder, ['backup', file]);
    expect(backup).toMatchObject({ status: 0, errors: '' });
    expect(backup.output).toMatch(LOG);
    const restored = await runHere(elsewhere, ['restore', file]);
    expect(restored).toMatchObject({ status: 0, errors: '' });
    expect(restored.output).toMatch(/^fork {6}what was recorded after position 58/m);
    const after = await serve(elsewhere);
    await after.stop();
    const verified = await runHere(elsewhere, ['verify']);
    expect(verified.output).toMatch(/^fork {3}restored \S+Z after position 58 with hash [0-9a-f]{64}$/m);
    expect(verified.output).toMatch(`views  ${VIEWS} views equal their rebuild at position 58\n`);
  });
});

it('rebuild builds all views', async () => {
  const folder = await servedFolder();
  const built = { status: 0, output: `${VIEWS} views built anew up to position 58\n`, errors: '' };
  expect(await runHere(folder, ['rebuild'])).toEqual(built);
  expect(readdirSync(folder).filter((name) => name.endsWith('.sqlite'))).toEqual(['views-2.sqlite']);
});

describe('backup and restore', () => {
  it('refuses a folder that holds a log, one in use, and a file that is none', async () => {
    const folder = await servedFolder();
    const file = join(newFolder(), 'backup.db');
    await runHere(folder, ['backup', file]);
    expect((await runHere(folder, ['restore', file])).errors).toMatch(/^NOT_EMPTY: /);
    expect((await runHere(folder, ['backup', file])).errors).toBe(
      `NOT_EMPTY: ${file} exists; a backup replaces nothing\n`,
    );
    expect(await withoutServer(folder, () => runHere(folder, ['restore', file]))).toMatchObject({
      status: 3,
      errors: expect.stringMatching(/^IN_USE: /) as string,
    });
    const text = join(newFolder(), 'text.db');
    writeFileSync(text, 'no database '.repeat(1_000));
    expect(await runHere(newFolder(), ['restore', text])).toMatchObject({
      status: 1,
      errors: expect.stringMatching(/^DAMAGED: /) as string,
    });
  });

  it('tells views that are ahead of the restored log, and has them built anew', async () => {
    const folder = await servedFolder();
    const file = join(newFolder(), 'backup.db');
    await runHere(folder, ['backup', file]);
    // The gate that the views saw last is another one in what is restored.
    const views = readdirSync(folder).find((name) => /^views-[0-9]+\.sqlite$/.test(name)) ?? '';
    const seen = `ATTACH '${join(folder, 'events.db')}' AS log;
      DELETE FROM projection_mark;
      INSERT INTO projection_mark (position, stream, revision, hash, record_time)
        SELECT position, name, revision, iif(position = 58, '${'0'.repeat(64)}', hash), record_time
        FROM log.event JOIN log.stream ON log.stream.id = log.event.stream
        WHERE position IN (7, 58) ORDER BY position`;
    tamper(folder, seen, views);
    for (const name of readdirSync(folder).filter((one) => one.startsWith('events.db')))
      rmSync(join(folder, name));
    await runHere(folder, ['restore', file]);
    expect(await runHere(folder, ['verify'])).toMatchObject({
      status: 1,
      errors: expect.stringMatching(/^LOG_FORKED: from position 58 to 7, recorded \S+Z: /) as string,
    });
    expect(await runHere(folder, ['rebuild', 'gate-queue'])).toMatchObject({
      status: 1,
      errors: expect.stringMatching(/^LOG_FORKED: /) as string,
    });
    const rebuilt = await runHere(folder, ['rebuild']);
    expect(rebuilt.output).toMatch(
      new RegExp(`^fork {2}from position 58 to 7, .*\n${VIEWS} views built anew up to position 58\n$`),
    );
    const verified = await runHere(folder, ['verify']);
    expect(verified).toMatchObject({ status: 0, errors: '' });
    expect(verified.output).toMatch(/^fork {3}found \S+Z from position 58 to 7, recorded /m);
  });

  it('killed at any moment, it leaves a whole backup or none', async () => {
    const folder = await servedFolder();
    const target = newFolder();
    for (const milliseconds of [250, 350, 450]) {
      const file = join(target, `after-${milliseconds}.db`);
      const { child, ended } = startAdmin(folder, ['backup', file]);
      await sleep(milliseconds);
      child.kill('SIGKILL');
      await ended;
      if (!readdirSync(target).includes(`after-${milliseconds}.db`)) {
        expect(await runHere(folder, ['backup', file])).toMatchObject({ status: 0 });
      }
      expect(await runHere(newFolder(), ['restore', file])).toMatchObject({ status: 0 });
    }
  });

  it('on a full disk it says so and leaves nothing', async () => {
    const folder = await servedFolder();
    const mount = newFolder();
    const disk = tinyDisk(mount, 16);
    if (disk === null) return;
    const { child, ended } = startAdmin(folder, ['backup', join(mount, 'backup.db')], { before: disk });
    child.stdin?.end();
    expect(await ended).toEqual({
      status: 4,
      output: '',
      errors: `DISK_FULL: no space is left in ${mount}; nothing was changed\n`,
    });
  });
});
