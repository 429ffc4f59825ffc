import { Config, SETTINGS } from './config';
import { ConfigError, readConfig, readToolConfig, settingsHelp } from './read-config';

test('an empty environment is the development server of the contract', () => {
  expect(readConfig({})).toMatchObject({
    port: 3000,
    host: '127.0.0.1',
    dataDir: './data',
    environment: 'development',
  });
  expect(readConfig({ PORT: '', HOST: '' }).port).toBe(3000);
});

test('numbers are read as numbers', () => {
  expect(readConfig({ PORT: '8080', PUBLIC_RATE_LIMIT: '5', TRUSTED_PROXY_HOPS: '1' })).toMatchObject({
    port: 8080,
    publicRateLimit: 5,
    trustedProxyHops: 1,
  });
});

test.each<[NodeJS.ProcessEnv, RegExp]>([
  [{ PORT: 'http' }, /^PORT .*must be an integer/],
  [{ PORT: '70000' }, /^PORT must not be greater than 65535/],
  [{ PORT: '80.5' }, /^PORT .*must be an integer/],
  [{ LOG_LEVEL: 'loud' }, /^LOG_LEVEL must be one of/],
  [{ NODE_ENV: 'prod' }, /^NODE_ENV must be one of/],
  [{ JWKS_URL: 'http://keys.example' }, /^JWKS_URL must be a URL/],
  [{ EVENTSTORE_URL: 'http://events' }, /^EVENTSTORE_URL must begin with esdb/],
  [{ EVENTSTORE_USERNAME: 'clerk' }, /^EVENTSTORE_USERNAME and EVENTSTORE_PASSWORD_FILE go together/],
  [{ JWKS_URL: 'https://keys.example/jwks', JWKS_FILE: 'keys.json' }, /exclude each other/],
  [{ NODE_ENV: 'production' }, /^NODE_ENV=production needs JWKS_FILE or JWKS_URL/],
  [{ KAFKA_BROKERS: 'broker-1' }, /^KAFKA_BROKERS must match/],
  [{ KAFKA_USERNAME: 'truckflow' }, /go together/],
  [{ KAFKA_USERNAME: 'truckflow', KAFKA_PASSWORD_FILE: '/run/secret' }, /needs KAFKA_TLS=on/],
])('%j is refused by name', (environment, message) => {
  expect(() => readConfig(environment)).toThrow(ConfigError);
  expect(() => readConfig(environment)).toThrow(message);
});

it('needs no keys for a tool, and both halves of an account', () => {
  expect(readToolConfig({ NODE_ENV: 'production' }).environment).toBe('production');
  expect(() => readToolConfig({ EVENTSTORE_USERNAME: 'clerk' })).toThrow(/go together$/);
});

test('every wrong variable is named at once', () => {
  expect(() => readConfig({ PORT: 'x', LOG_LEVEL: 'x' })).toThrow(/PORT[^]*LOG_LEVEL/);
});

test('production starts with keys of its own', () => {
  expect(readConfig({ NODE_ENV: 'production', JWKS_FILE: '/etc/keys.json' }).jwksFile).toBe('/etc/keys.json');
});

test('help shows every setting with its default', () => {
  const lines = settingsHelp().split('\n');
  expect(lines).toHaveLength(SETTINGS.length);
  expect(lines.find((line) => line.includes('PORT '))).toMatch(/\(default 3000\)$/);
  expect(Object.keys(new Config()).sort()).toEqual(SETTINGS.map(({ key }) => key).sort());
});
