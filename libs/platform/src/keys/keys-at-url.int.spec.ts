import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Logger } from '@nestjs/common';
import { exportJWK, generateKeyPair } from 'jose';
import type { CryptoKey, JWK } from 'jose';
import { readConfig } from '../config/read-config';
import { SettingFiles } from '../config/setting-files';
import { Readiness } from '../health/readiness';
import { Metrics } from '../metrics/metrics';
import { TokenTrust } from './token-trust';
import { keyIdentity } from './verification-keys';

/** Keys that somebody else serves, and may take back at any time. */
let issuer: Server;
let served: readonly JWK[];
let fetches: number;
let isAway: boolean;
let files: SettingFiles;
let trust: TokenTrust;

beforeEach(async () => {
  [served, fetches, isAway] = [[await publicKey('old')], 0, false];
  issuer = createServer((_request, response) => {
    fetches += 1;
    response.statusCode = isAway ? 503 : 200;
    response.end(JSON.stringify({ keys: served }));
  }).listen(0, '127.0.0.1');
  await once(issuer, 'listening');
  const { port } = issuer.address() as AddressInfo;
  // Only https may be set; what is fetched and kept is the same.
  const jwksUrl = `http://127.0.0.1:${port}/keys`;
  const config = Object.assign(readConfig({ SETTING_FILES_SECONDS: '60' }), { jwksUrl });
  files = new SettingFiles(config, new Readiness(), new Metrics());
  trust = await TokenTrust.open(config, files);
  for (const level of ['error', 'log'] as const)
    jest.spyOn(Logger.prototype, level).mockReturnValue(undefined);
});

afterEach(() => {
  jest.restoreAllMocks();
  files.onModuleDestroy();
  issuer.close();
  issuer.closeAllConnections();
});

async function publicKey(kid: string): Promise<JWK> {
  const { publicKey: key } = await generateKeyPair('EdDSA', { extractable: true });
  return { ...(await exportJWK(key)), kid, alg: 'EdDSA', use: 'sig' };
}

/** A token that was verified by the key of this name. */
async function verifiedBy(kid: string) {
  const found = await trust.findKey({ alg: 'EdDSA', kid }, { payload: '', signature: '' });
  return {
    subject: 'operator-17',
    issuedAt: 0,
    expires: Infinity,
    key: await keyIdentity(found as CryptoKey),
  };
}

test('a key that is removed there shuts out tokens that were verified before, with the next look', async () => {
  const token = await verifiedBy('old');
  const { version } = trust;
  await files.look();
  expect(trust.stands(token)).toBe(true);
  served = [await publicKey('new')];
  await files.look();
  expect(trust.stands(token)).toBe(false);
  expect(trust.version).toBeGreaterThan(version);
  expect(trust.stands(await verifiedBy('new'))).toBe(true);
  await expect(verifiedBy('old')).rejects.toThrow();
});

test('the last keys count while the address does not answer', async () => {
  const token = await verifiedBy('old');
  isAway = true;
  await files.look();
  expect(trust.stands(token)).toBe(true);
  expect(trust.stands(await verifiedBy('old'))).toBe(true);
});

test('nothing is fetched before the first token', async () => {
  await files.look();
  expect(fetches).toBe(0);
  await verifiedBy('old');
  expect(fetches).toBe(1);
});
