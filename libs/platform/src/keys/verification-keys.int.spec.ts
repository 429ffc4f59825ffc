import { ConfigError, readConfig } from '../config/read-config';
import { WatchedFile } from '../config/watched-file';
import { verificationKeys } from './verification-keys';

test.each([
  ['/nowhere/keys', /^JWKS_FILE names a file that cannot be read: ENOENT/],
  [__filename, /^JWKS_FILE names a file that holds no JWK set: /],
  [require.resolve('../../../../package.json'), /^JWKS_FILE names a file that holds no JWK set: /],
])('keys in %s are refused by the name of the setting', async (file, message) => {
  const files = { watch: WatchedFile.open.bind(WatchedFile), follow: () => undefined };
  const keys = verificationKeys(readConfig({ JWKS_FILE: file }), files);
  await expect(keys).rejects.toThrow(ConfigError);
  await expect(keys).rejects.toThrow(message);
});
