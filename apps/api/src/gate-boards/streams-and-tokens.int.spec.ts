import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Config, SettingFiles } from '#libs/platform';
import { EventStream } from '../../testing/event-stream';
import { startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';

/** Runs with the world, and can be put forward. */
const wall = { ahead: 0, now: () => new Date(Date.now() + wall.ahead).toISOString() };

let folder: string;
let revocations: string;
let border: ApiUnderTest;
let root: string;
const open: EventStream[] = [];

beforeEach(async () => {
  wall.ahead = 0;
  folder = await mkdtemp(join(tmpdir(), 'truckflow-revocations-'));
  revocations = join(folder, 'revocations.json');
  await writeFile(revocations, '{"revoked":[]}');
  border = await startApi({ TOKEN_REVOCATIONS_FILE: revocations, STREAM_HEARTBEAT_SECONDS: '1' }, wall);
  await border.app.listen(0, '127.0.0.1');
  root = `${await border.app.getUrl()}/api/v1/gate-boards/HUU_NGHI/stream`;
});

afterEach(async () => {
  for (const stream of open.splice(0)) stream.close();
  await border.close();
  await rm(folder, { recursive: true });
});

async function follow(sub: string): Promise<EventStream> {
  const authorization = `Bearer ${await border.token('manager', { sub })}`;
  const stream = await EventStream.open(root, { authorization });
  open.push(stream);
  expect(stream.response.status).toBe(200);
  await stream.data('board');
  return stream;
}

const jtiOf = (token: string): string => {
  const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString();
  return (JSON.parse(payload) as { jti: string }).jti;
};

/** What the file says now is what counts. */
async function revoke(...revoked: object[]): Promise<void> {
  await writeFile(revocations, JSON.stringify({ revoked }));
  await border.app.get(SettingFiles).look();
}

const statusFor = async (sub: string): Promise<number> =>
  (await border.get('/gate-boards', await border.token('manager', { sub }))).statusCode;

/** The stream says when to come back, and ends. */
async function expectEnd(stream: EventStream): Promise<void> {
  expect(Number((await stream.next(({ retry }) => retry !== undefined))?.retry)).toBeGreaterThanOrEqual(1000);
  expect(await stream.next()).toBeUndefined();
}

test('a stream ends when its token expires, and the token does not open another', async () => {
  const stream = await follow('clerk-1');
  wall.ahead = 24 * 3_600_000 - 60_000;
  expect(await stream.next()).toEqual({ comment: 'heartbeat' });
  wall.ahead = 24 * 3_600_000;
  await expectEnd(stream);
  wall.ahead += 6_000;
  expect(await statusFor('clerk-1')).toBe(401);
});

test.each<[string, () => Promise<object>]>([
  ['its id', async () => ({ jti: jtiOf(await border.token('manager', { sub: 'clerk-1' })) })],
  ['its holder', () => Promise.resolve({ sub: 'clerk-1' })],
])('a token taken back by %s ends its streams and requests, and no other’s', async (_what, entry) => {
  const [taken, kept] = [await follow('clerk-1'), await follow('clerk-2')];
  await revoke(await entry());
  await expectEnd(taken);
  expect([await statusFor('clerk-1'), await statusFor('clerk-2')]).toEqual([401, 200]);
  expect(await kept.next()).toEqual({ comment: 'heartbeat' });
  await revoke();
  expect(await statusFor('clerk-1')).toBe(200);
});

test('a list that cannot be read takes nothing back and gives nothing again', async () => {
  await revoke({ sub: 'clerk-1' });
  await writeFile(revocations, '{"revoked":[');
  await border.app.get(SettingFiles).look();
  expect([await statusFor('clerk-1'), await statusFor('clerk-2')]).toEqual([401, 200]);
  const ready = await border.app.inject({ url: '/readyz' });
  expect([ready.statusCode, ready.body]).toEqual([
    200,
    expect.stringContaining('"TOKEN_REVOCATIONS_FILE":"BROKEN"'),
  ]);
});

test('a key that was removed from JWKS_FILE ends what it let in, and lets it in again when it is back', async () => {
  const keys = border.app.get(Config).jwksFile ?? '';
  const text = await readFile(keys, 'utf8');
  const stream = await follow('clerk-1');
  const put = async (next: string): Promise<void> => {
    await writeFile(keys, next);
    await border.app.get(SettingFiles).look();
  };
  await put('{"keys":[');
  expect(await statusFor('clerk-1')).toBe(200);
  await put('{"keys":[]}');
  await expectEnd(stream);
  expect(await statusFor('clerk-1')).toBe(401);
  await put(text);
  expect(await statusFor('clerk-1')).toBe(200);
});
