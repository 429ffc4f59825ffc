import { Config } from './config/config';
import { ConfigError } from './config/read-config';
import { failureReason } from './failure-reason';

const config = Object.assign(new Config(), { port: 80, host: 'gate.example', dataDir: '/data' });
const failed = (fields: object) => Object.assign(new Error('it failed'), fields);

test.each<[object, RegExp]>([
  [
    { code: 'EADDRINUSE', syscall: 'listen' },
    /^port 80 of gate.example is taken: .* set PORT to another one/,
  ],
  [{ code: 'EACCES', syscall: 'listen' }, /^port 80 is not for this user: set PORT to one above 1023$/],
  [{ code: 'EADDRNOTAVAIL', syscall: 'listen' }, /^gate.example is no address of this machine: set HOST/],
  [{ code: 'ENOTFOUND', syscall: 'getaddrinfo' }, /^gate.example is no name .*: set HOST/],
  [{ code: 'EACCES', syscall: 'mkdir', path: '/data' }, /^DATA_DIR cannot be used: it failed: set DATA_DIR/],
])('%j is one sentence with the cure', (fields, sentence) => {
  const reason = failureReason(failed(fields), config);
  expect(reason).toMatch(sentence);
  expect(reason).not.toContain('\n');
});

test('a setting that is wrong is named without a trace, a mistake of ours keeps it', () => {
  expect(failureReason(new ConfigError('PORT must be an integer'), config)).toBe('PORT must be an integer');
  expect(failureReason(new TypeError('x is undefined'), config)).toContain('\n    at ');
});
