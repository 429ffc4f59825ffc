import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { jwtVerify } from 'jose';
import { Config } from '../config/config';
import { DEVELOPMENT_KEY_FILE, developmentKey, publicHalf } from './development-key';
import { verificationKeys } from './verification-keys';

let root: string;

/** The development key lies in no file of the settings. */
const NO_FILES = { watch: () => Promise.reject(new Error('no file is named')), follow: () => undefined };

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'truckflow-key-'));
});

afterEach(() => rm(root, { recursive: true }));

test('twenty commands that come at once share one key, which appears whole', async () => {
  const keys = await Promise.all(Array.from({ length: 20 }, () => developmentKey('development', root)));
  expect(new Set(keys.map(({ kid }) => kid)).size).toBe(1);
  expect(await readdir(root)).toEqual([DEVELOPMENT_KEY_FILE]);
  expect((await stat(join(root, DEVELOPMENT_KEY_FILE))).mode & 0o777).toBe(0o600);
});

test('production refuses it, even when it lies there', async () => {
  await developmentKey('development', root);
  await expect(developmentKey('production', root)).rejects.toThrow(
    /NODE_ENV=production: set JWKS_FILE or JWKS_URL/,
  );
});

test('a file that is no key is not overwritten', async () => {
  await writeFile(join(root, DEVELOPMENT_KEY_FILE), '{}');
  await expect(developmentKey('development', root)).rejects.toThrow(/is not a development key/);
});

test('the public half holds nothing that signs', async () => {
  expect(Object.keys(publicHalf(await developmentKey('development', root))).sort()).toEqual(
    ['alg', 'crv', 'kid', 'kty', 'use', 'x'].sort(),
  );
});

jest.setTimeout(120_000);

describe('the token command', () => {
  const script = join(__dirname, 'print-token.ts');
  const project = join(__dirname, '../../../..');
  const swc = require.resolve('@swc-node/register');

  // As `npm run -s token` does, but in a folder of its own, so that the project's key stays untouched.
  const token = (...options: string[]) =>
    promisify(execFile)(process.execPath, ['-C', 'source', '-r', swc, script, ...options], {
      cwd: root,
      env: { PATH: process.env['PATH'], TS_NODE_PROJECT: join(project, 'tsconfig.json') },
    });

  test('prints one token that the server accepts', async () => {
    const { stdout } = await token('--role', 'gate-operator', '--gates', 'HUU_NGHI,CHI_MA', '--sub', 'op-1');
    const { find } = await verificationKeys(new Config(), NO_FILES, root);
    const { payload } = await jwtVerify(stdout.trim(), find, {
      issuer: new Config().tokenIssuer,
      audience: new Config().tokenAudience,
    });
    expect(payload).toMatchObject({ sub: 'op-1', roles: ['gate-operator'], gates: ['HUU_NGHI', 'CHI_MA'] });
    expect(payload['yards']).toBeUndefined();
    const { iat = 0, exp = 0, jti } = payload;
    expect([exp - iat, typeof jti]).toEqual([12 * 3600, 'string']);
  });

  const refused = async (...options: string[]): Promise<string> => {
    const failure = await token(...options).catch((error: unknown) => error);
    return (failure as { stderr?: string }).stderr ?? 'accepted';
  };

  test.each([
    [
      'gate-oprator',
      'there is no role gate-oprator. Did you mean gate-operator? The roles are: gate-operator, ',
    ],
    ['Customs_Officer', 'there is no role Customs_Officer. Did you mean customs-officer? The roles are: '],
    ['root', 'there is no role root. The roles are: gate-operator, yard-operator, '],
  ])('of a role %s that nobody has it makes none, and lists those there are', async (role, told) => {
    expect(await refused('--role', `manager,${role}`)).toContain(told);
  });

  test.each([
    ['10y', /^--expires 10y is \d+ s: the server takes tokens of at most TOKEN_MAX_LIFETIME=86400 s\n$/],
    ['soon', /^--expires is a span such as 90m or 12h\n$/],
  ])('for %s it makes none, which the server would refuse', async (span, told) => {
    expect(await refused('--role', 'manager', '--expires', span)).toMatch(told);
  });

  test('without a role it says how it is used', async () => {
    const failure = (await token().catch((error: unknown) => error)) as {
      code: number;
      stdout: string;
      stderr: string;
    };
    expect([failure.code, failure.stdout]).toEqual([1, '']);
    expect(failure.stderr).toMatch(/^usage: npm run/);
  });
});
