import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { seeded } from '#libs/event-sourcing/testing';
import { CATALOGUE } from '#libs/read-models';
import { administrator, FakeEventStore, losingAnswers } from '../../../test/fakes/eventstore';
import { runHere } from '../testing/admin-here';
import { startAdmin } from '../testing/admin-process';
import type { AdminRun, Ended } from '../testing/admin-process';
import { newFolder, servedFolder, tamper } from '../testing/data-folder';
import { withoutServer } from './embedded-log';

const servers: FakeEventStore[] = [];

async function eventStore(options: object = {}): Promise<FakeEventStore> {
  const server = await FakeEventStore.start(options);
  servers.push(server);
  return server;
}

afterAll(() => {
  for (const server of servers) server.stop();
});

/** Runs a command with EVENTSTORE_URL set. */
function withStore({ url }: { url: string }, dataDir: string, ...args: string[]): Promise<Ended> {
  return runHere(dataDir, args, { settings: { EVENTSTORE_URL: url } });
}

/** The same in a process of its own. */
function processWithStore({ url }: { url: string }, dataDir: string, args: readonly string[]): AdminRun {
  const run = startAdmin(dataDir, args, { settings: { EVENTSTORE_URL: url } });
  run.child.stdin?.end();
  return run;
}

/** The export of a store, which holds every text and every hash. */
async function exportOf(dataDir: string, server?: { url: string }): Promise<string> {
  const settings = server === undefined ? {} : { EVENTSTORE_URL: server.url };
  const ended = await runHere(dataDir, ['export'], { settings });
  expect(ended).toMatchObject({ status: 0, errors: '' });
  return ended.output;
}

const VIEWS = CATALOGUE.views.length;
const COPIED = /^log {5}59 events in 59 streams, the last at position \d+ with hash [0-9a-f]{64}$/m;

describe('migrate-store', () => {
  it('takes the log to EventStoreDB and back, every text, time and hash as it was', async () => {
    const [folder, back] = [await servedFolder(), newFolder()];
    const server = await eventStore({ noise: 0.2, seed: 3 });
    const there = await withStore(server, folder, 'migrate-store', 'to-eventstore');
    expect(there).toMatchObject({ status: 0, errors: '' });
    expect(there.output).toMatch(COPIED);
    const text = await exportOf(folder);
    expect(await exportOf(newFolder(), server)).toBe(text);
    expect(await withStore(server, back, 'migrate-store', 'to-embedded')).toMatchObject({
      status: 0,
      errors: '',
    });
    expect(await exportOf(back)).toBe(text);
    expect((await runHere(back, ['verify', '--log-only'])).output).toMatch(/^log {4}59 events in 59 streams/);
    const noViews = /^log {4}59 events .*\nviews {2}none are built; the server builds them when it starts\n$/;
    expect(await withStore(server, join(newFolder(), 'nowhere'), 'verify')).toMatchObject({
      status: 0,
      output: expect.stringMatching(noViews) as string,
      errors: '',
    });
  });

  it('neither copies nor exports a log in which a stream was damaged, and says how', async () => {
    const server = await eventStore();
    await withStore(server, await servedFolder(), 'migrate-store', 'to-eventstore');
    await administrator.delete(server.url, 'dedicatedDriver-CHI_MA-D06');
    const errors = expect.stringMatching(
      /^LOG_FAULTY: EventStoreDB: DELETED at dedicatedDriver-CHI_MA-D06, position \d+/,
    ) as string;
    for (const args of [['export'], ['migrate-store', 'to-embedded']])
      expect(await withStore(server, newFolder(), ...args)).toEqual({ status: 1, output: '', errors });
  });

  it('refuses a store that holds events, in both directions, and a source in use', async () => {
    const folder = await servedFolder();
    const server = await eventStore();
    await withStore(server, folder, 'migrate-store', 'to-eventstore');
    expect(await withStore(server, folder, 'migrate-store', 'to-eventstore')).toMatchObject({
      status: 3,
      errors: expect.stringMatching(
        /^NOT_EMPTY: the event store holds events of this system; add --resume/,
      ) as string,
    });
    expect(await withStore(server, folder, 'migrate-store', 'to-embedded')).toMatchObject({
      status: 3,
      errors: expect.stringMatching(/^NOT_EMPTY: .* holds a log/) as string,
    });
    const empty = await eventStore();
    const used = await withoutServer(folder, () =>
      withStore(empty, folder, 'migrate-store', 'to-eventstore'),
    );
    expect(used.errors).toMatch(/^IN_USE: /);
  });

  it('says what it needs', async () => {
    const folder = await servedFolder();
    expect(await runHere(folder, ['migrate-store', 'to-eventstore'])).toMatchObject({
      status: 2,
      errors: 'SETTINGS: EVENTSTORE_URL names no event store\n',
    });
    expect((await runHere(folder, ['migrate-store', 'sideways'])).errors).toMatch(
      /^USAGE: the direction is /,
    );
    const gone = { url: 'esdb://127.0.0.1:1?tls=false' };
    const unavailable = { status: 4, errors: expect.stringMatching(/^STORE_UNAVAILABLE: .*\n$/) as string };
    const runs = [
      processWithStore(gone, folder, ['migrate-store', 'to-eventstore']),
      processWithStore(gone, newFolder(), ['migrate-store', 'to-embedded']),
      processWithStore(gone, newFolder(), ['export']),
      processWithStore(gone, newFolder(), ['rebuild']),
    ];
    for (const { ended } of runs) expect(await ended).toMatchObject(unavailable);
  });

  it('killed half-way it goes on with --resume, also when answers are lost, and nothing is doubled', async () => {
    const folder = await servedFolder();
    const server = await eventStore();
    server.faults.plan('append', losingAnswers(0.1, seeded(5)));
    const args = ['migrate-store', 'to-eventstore'];
    const { child, ended } = processWithStore(server, folder, args);
    while (server.log.all.length < 10) await sleep(1);
    child.kill('SIGKILL');
    await ended;
    const resumed = await withStore(server, folder, ...args, '--resume');
    expect(resumed).toMatchObject({ status: 0, errors: '' });
    expect(resumed.output).toMatch(COPIED);
    expect(await exportOf(newFolder(), server)).toBe(await exportOf(folder));
  });

  it('resumes nothing but a copy of the same log', async () => {
    const [folder, other] = [await servedFolder(), await servedFolder()];
    const server = await eventStore();
    await withStore(server, folder, 'migrate-store', 'to-eventstore');
    tamper(other, 'DELETE FROM event WHERE position = 0; UPDATE event SET position = position - 1');
    expect((await withStore(server, other, 'migrate-store', 'to-eventstore', '--resume')).errors).toMatch(
      /^NOT_EMPTY: the event store holds another log than the beginning of this one; 0 events are copied/,
    );
  });

  it('copies no event that is not as it was written', async () => {
    const folder = await servedFolder();
    tamper(folder, "UPDATE event SET data = data || ' ' WHERE position = 33");
    const server = await eventStore();
    expect((await withStore(server, folder, 'migrate-store', 'to-eventstore')).errors).toMatch(
      /^LOG_FAULTY: .* CONTENT at \S+ revision 0, position 33; 0 events are copied; run it again with --resume/,
    );
  });
});

describe('with EVENTSTORE_URL', () => {
  it('verify, rebuild, export and import work on that log, and backup says what to do', async () => {
    const [folder, views] = [await servedFolder(), newFolder()];
    const server = await eventStore();
    await withStore(server, folder, 'migrate-store', 'to-eventstore');
    expect((await withStore(server, views, 'verify')).output).toMatch(
      /^log {4}59 events[^]*views {2}none are built/,
    );
    expect((await withStore(server, views, 'rebuild')).output).toMatch(
      new RegExp(`^${VIEWS} views built anew up to position \\d+$`, 'm'),
    );
    expect((await withStore(server, views, 'rebuild', 'yards')).output).toMatch(/^yards built anew/);
    expect((await withStore(server, views, 'verify')).output).toMatch(
      `views  ${VIEWS} views equal their rebuild at`,
    );
    expect((await withStore(server, views, 'backup', '/tmp/none')).errors).toMatch(/^NOT_EMBEDDED: /);
    const second = await eventStore();
    const input = await exportOf(folder);
    const imported = runHere(newFolder(), ['import'], { settings: { EVENTSTORE_URL: second.url }, input });
    expect((await imported).output).toMatch(/^imported {2}stdin to the event store, verified$/m);
    expect(await exportOf(newFolder(), second)).toBe(await exportOf(folder));
  });
});
