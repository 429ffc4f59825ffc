import { readConfig, readToolConfig } from './read-config';

const PRODUCTION = { NODE_ENV: 'production', JWKS_FILE: '/etc/keys.json' };

test.each<[NodeJS.ProcessEnv, RegExp]>([
  [{ EVENTSTORE_URL: 'esdb://events:2113?tls=false' }, /^EVENTSTORE_URL has tls=false/],
  [
    { EVENTSTORE_URL: 'esdb+discover://events?nodePreference=leader&TLS=false' },
    /^EVENTSTORE_URL has tls=false/,
  ],
  [{ EVENTSTORE_URL: 'esdb://u:p@127.0.0.1:2113,events:2113/?tls=false' }, /^EVENTSTORE_URL has tls=false/],
  [{ EVENTSTORE_URL: 'esdb://localhost@events:2113?tls=false' }, /^EVENTSTORE_URL has tls=false/],
  [{ KAFKA_BROKERS: 'kafka:9092' }, /^KAFKA_TLS is off/],
  [{ KAFKA_BROKERS: 'localhost:9092,kafka:9092', KAFKA_TLS: 'off' }, /^KAFKA_TLS is off/],
  [{ CLOCK_AT: '2021-12-25T20:00:00+07:00' }, /^CLOCK_AT sets the clock by hand/],
  [{ DEBUG: 'esdb*' }, /^DEBUG makes/],
  [{ DEBUG: 'esdb:command' }, /^DEBUG makes/],
  [{ DEBUG: '*' }, /^DEBUG makes/],
  [{ DEBUG: 'express:*, es*' }, /^DEBUG makes/],
])('production refuses %j, everything else takes it', (settings, message) => {
  expect(() => readConfig({ ...PRODUCTION, ...settings })).toThrow(message);
  expect(() => readToolConfig({ ...PRODUCTION, ...settings })).toThrow(message);
  expect(readConfig({ NODE_ENV: 'test', ...settings }).environment).toBe('test');
});

test.each<[NodeJS.ProcessEnv]>([
  [{ EVENTSTORE_URL: 'esdb+discover://events:2113' }],
  [{ EVENTSTORE_URL: 'esdb://events:2113?tls=true' }],
  [{ EVENTSTORE_URL: 'esdb://clerk:secret@127.0.0.1:2113,[::1]:2113?tls=false' }],
  [{ EVENTSTORE_URL: 'esdb://localhost?tls=false' }],
  [{ EVENTSTORE_URL: 'esdb://events:2113?tls=false', PLAINTEXT_LINKS: 'private' }],
  [{ KAFKA_BROKERS: 'kafka:9092', KAFKA_TLS: 'on' }],
  [{ KAFKA_BROKERS: 'localhost:9092' }],
  [{ KAFKA_BROKERS: 'kafka:9092', PLAINTEXT_LINKS: 'private' }],
  [{ DEBUG: 'express:*' }],
  [{ DEBUG: '*,-esdb*' }],
  [{ DEBUG: 'essence' }],
])('production takes %j', (settings) => {
  expect(readConfig({ ...PRODUCTION, ...settings }).environment).toBe('production');
});
