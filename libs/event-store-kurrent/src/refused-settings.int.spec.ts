import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { generate } from 'selfsigned';
import { StoreUnavailable } from '#libs/event-sourcing';
import { freshStream, someEvents } from '#libs/event-sourcing/testing';
import { FakeEventStore } from '../../../test/fakes/eventstore';
import { openStore } from '../testing/fake-store';
import type { KurrentStoreOptions } from './open-event-store';
import { openKurrentEventReader } from './open-event-store';

const FOLDER = mkdtempSync(join(tmpdir(), 'refused-settings-'));
const TRUSTED = join(FOLDER, 'ca.pem');
const CLERK = { username: 'clerk', password: 'right' };

let certificate: Awaited<ReturnType<typeof generate>>;
const servers: FakeEventStore[] = [];

beforeAll(async () => {
  certificate = await certificateFor('127.0.0.1');
  writeFileSync(TRUSTED, certificate.cert);
});

afterAll(() => {
  for (const server of servers) server.stop();
  rmSync(FOLDER, { recursive: true });
});

function certificateFor(ip: string) {
  return generate([{ name: 'commonName', value: ip }], {
    algorithm: 'sha256',
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip }] }],
  });
}

async function start(options: Parameters<typeof FakeEventStore.start>[0] = {}): Promise<FakeEventStore> {
  const server = await FakeEventStore.start(options);
  servers.push(server);
  return server;
}

function urlOf({ port }: FakeEventStore, ca = TRUSTED): string {
  return `esdb://127.0.0.1:${port}?tls=true&tlsCAFile=${ca}`;
}

/** Why it does not open; opening waits for what may heal. */
async function refusalOf(url: string, options: Partial<KurrentStoreOptions> = {}): Promise<string> {
  try {
    await openStore(url, { credentials: CLERK, ...options });
    return 'opened';
  } catch (error) {
    const { name, message } = error as Error;
    return `${name}: ${message}`;
  }
}

test('a user, a password and a certificate that are good', async () => {
  const server = await start({ certificate, account: { ...CLERK } });
  const store = await openStore(urlOf(server), { credentials: CLERK });
  await store.append(freshStream(), someEvents(1), 'noStream');
  expect(server.log.all).toHaveLength(1);
});

test('a wrong password', async () => {
  const server = await start({ certificate, account: { ...CLERK } });
  const wrong = { credentials: { ...CLERK, password: 'wrong' } };
  expect(await refusalOf(urlOf(server), wrong)).toMatch(
    /^KurrentRefused: .*user.*password.*EVENTSTORE_USERNAME and EVENTSTORE_PASSWORD_FILE$/,
  );
});

test.each([
  ['read' as const, /^KurrentRefused: .* may not read \$all: .*EVENTSTORE_USERNAME$/],
  ['append' as const, /^KurrentRefused: .* may not append .*EVENTSTORE_USERNAME$/],
])('a user who may not %s', async (mayNot, sentence) => {
  const server = await start({ certificate, account: { ...CLERK, mayNot } });
  expect(await refusalOf(urlOf(server))).toMatch(sentence);
  expect(server.log.all).toEqual([]);
});

test('a reader needs no right to append', async () => {
  const server = await start({ certificate, account: { ...CLERK, mayNot: 'append' } });
  const reader = await openKurrentEventReader({
    url: urlOf(server),
    credentials: CLERK,
    prefixes: ['history-'],
  });
  expect(await reader.lastPosition()).toBe(-1n);
  await reader.close();
});

test.each([
  ['of nobody who is trusted', '127.0.0.1', ''],
  ['of another host', '127.0.0.9', join(FOLDER, 'other.pem')],
])('a certificate %s', async (_, ip, ca) => {
  const other = await certificateFor(ip);
  if (ca !== '') writeFileSync(ca, other.cert);
  const server = await start({ certificate: other });
  const url = ca === '' ? urlOf(server).replace(/&.*/, '') : urlOf(server, ca);
  expect(await refusalOf(url)).toMatch(
    /^KurrentRefused: the certificate .* is not trusted \(.+\): .*tlsCAFile in EVENTSTORE_URL$/,
  );
});

test('TLS where there is none, and none where there is', async () => {
  const [plain, guarded] = [await start(), await start({ certificate })];
  expect(await refusalOf(`esdb://127.0.0.1:${plain.port}?tls=true`)).toBe(
    'KurrentRefused: the event store speaks no TLS: add tls=false to EVENTSTORE_URL',
  );
  expect(await refusalOf(`esdb://127.0.0.1:${guarded.port}?tls=false`)).toBe(
    'KurrentRefused: the event store speaks TLS: take tls=false out of EVENTSTORE_URL',
  );
});

test('a CA file that is not there, and what is no connection string', async () => {
  const server = await start({ certificate });
  expect(await refusalOf(urlOf(server, '/nowhere/ca.pem'))).toBe(
    'UnusableUrl: the file /nowhere/ca.pem that EVENTSTORE_URL names by tlsCAFile cannot be read (ENOENT)',
  );
  const secret = 'esdb://clerk:secret@host:port?tls=false';
  const refusal = await refusalOf(secret, {});
  expect(refusal).toBe('UnusableUrl: EVENTSTORE_URL is no connection string of an event store');
});

test('a server that nobody listens at is waited for', async () => {
  const server = await start({ certificate });
  server.stop();
  expect(await refusalOf(urlOf(server), { connectWithin: 1_000 })).toBe('opened');
});

test('a right that is taken back later refuses every call, with the reason, until it is given again', async () => {
  const account: Parameters<typeof FakeEventStore.start>[0] = { account: { ...CLERK }, certificate };
  const server = await start(account);
  const store = await openStore(urlOf(server), { credentials: CLERK });
  const append = () => store.append(freshStream(), someEvents(1), 'noStream');
  await append();
  Object.assign(account.account ?? {}, { mayNot: 'append' });
  while (store.state.status !== 'refused') await expect(append()).rejects.toThrow(StoreUnavailable);
  expect(store.state.reason).toMatch(/may not append/);
  await expect(store.readStream(freshStream())).rejects.toThrow(/may not append/);
  Object.assign(account.account ?? {}, { mayNot: undefined });
  const isBack = () => store.state.status === 'connected';
  while (!isBack()) await pause(20);
  await append();
  expect(server.log.all).toHaveLength(2);
});

test('a password that is changed later is told of', async () => {
  const account = { ...CLERK };
  const server = await start({ account, certificate });
  const store = await openStore(urlOf(server), { credentials: CLERK });
  account.password = 'another';
  while (store.state.status !== 'refused') {
    await expect(store.readStream(freshStream())).rejects.toThrow(StoreUnavailable);
  }
  expect(store.state.reason).toMatch(/EVENTSTORE_PASSWORD_FILE/);
});
