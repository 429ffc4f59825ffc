import { Writable } from 'node:stream';
import { pino } from 'pino';
import type { LoggerOptions } from 'pino';
import { Config } from '../config/config';
import { loggingOptions } from './logging';

function logged(fields: object, message: string): string {
  const lines: string[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString('utf8'));
      done();
    },
  });
  pino(loggingOptions(new Config()).pinoHttp as LoggerOptions, stream).info(fields, message);
  return lines.join('');
}

test.each([
  { plate: '12C-045.67' },
  { tractor: { plate: '12C-045.67' } },
  { body: { trailer: { plate: '12C-045.67' } } },
  { request: { body: { tractor: { plate: '12C-045.67' } } } },
  { headers: { authorization: '12C-045.67' } },
  { driver: { name: '12C-045.67' } },
])('no plate, name or token reaches a line: %j', (fields) => {
  expect(logged(fields, 'request')).not.toContain('12C-045.67');
});

test('text from outside cannot begin a line of its own', () => {
  const line = logged({ sub: 'a\r\n{"level":"info","msg":"forged"}' }, 'x\n\u001b[31m');
  for (const control of ['\r', '\n', '\u001b']) expect(line.trimEnd()).not.toContain(control);
  expect(JSON.parse(line)).toMatchObject({ level: 'info', sub: 'a\r\n{"level":"info","msg":"forged"}' });
});

test('the routine of a start is left out, what follows is not', () => {
  expect(logged({ context: 'RouterExplorer' }, 'Mapped {/, GET} route')).toBe('');
  expect(logged({ context: 'NestApplication' }, 'started')).toContain('started');
});
