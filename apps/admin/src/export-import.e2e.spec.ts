import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { hashOfTexts } from '#libs/event-sourcing';
import type { StoredText } from '#libs/event-sourcing';
import { tinyDisk } from '../../../libs/event-store-sqlite/testing/tiny-disk';
import { runHere } from '../testing/admin-here';
import { runAdmin, startAdmin } from '../testing/admin-process';
import { newFolder, serve, servedFolder, tamper } from '../testing/data-folder';
import { withoutServer } from './embedded-log';

/** A log and its export. */
async function exported(): Promise<{ folder: string; file: string; text: string }> {
  const folder = await servedFolder();
  const file = join(newFolder(), 'log.ndjson');
  expect(await runHere(folder, ['export', file])).toEqual({
    status: 0,
    output: `exported  59 events to ${file}\n`,
    errors: '',
  });
  return { folder, file, text: readFileSync(file, 'utf8') };
}

/** What an import of this text says, and what lies in the folder then. */
async function importOf(text: string): Promise<{ error: string; left: string[] }> {
  const [file, dataDir] = [join(newFolder(), 'bad.ndjson'), newFolder()];
  writeFileSync(file, text);
  const { errors } = await runHere(dataDir, ['import', file]);
  return { error: errors, left: readdirSync(dataDir) };
}

/** The lines with the one at `line`, from 1, changed. */
function withLine(text: string, line: number, change: (old: string) => string): string {
  return text
    .split('\n')
    .map((old, index) => (index === line - 1 ? change(old) : old))
    .join('\n');
}

function withField(text: string, line: number, change: Partial<StoredText>): string {
  return withLine(text, line, (old) => JSON.stringify({ ...(JSON.parse(old) as StoredText), ...change }));
}

describe('export', () => {
  it('writes every event with the texts that its hash covers', async () => {
    const { text } = await exported();
    const lines = text.trimEnd().split('\n');
    expect(lines[0]).toBe('{"format":"truckflow-log","version":1}');
    const events = lines.slice(1, -1).map((line) => JSON.parse(line) as StoredText);
    expect(events).toHaveLength(59);
    for (const event of events) expect(hashOfTexts(event)).toBe(event.hash);
    const before = lines
      .slice(0, -1)
      .map((line) => `${line}\n`)
      .join('');
    const sha256 = createHash('sha256').update(before).digest('hex');
    expect(lines.at(-1)).toBe(JSON.stringify({ events: 59, sha256 }));
  });

  it('goes to standard output without a file, with nothing beside it', async () => {
    const { folder, text } = await exported();
    expect(await runHere(folder, ['export'])).toEqual({ status: 0, output: text, errors: '' });
  });

  it('stops at an event that is not as it was written, and replaces no file', async () => {
    const { folder, file } = await exported();
    expect((await runHere(folder, ['export', file])).errors).toMatch(/^NOT_EMPTY: /);
    tamper(folder, "UPDATE event SET data = data || ' ' WHERE position = 33");
    const target = newFolder();
    const ended = await runHere(folder, ['export', join(target, 'log.ndjson')]);
    expect(ended.errors).toMatch(/^LOG_FAULTY: .* CONTENT at .* position 33\n$/);
    expect(ended.status).toBe(1);
    expect(readdirSync(target)).toEqual([]);
  });

  it('on a full disk says so and leaves nothing', async () => {
    const folder = await servedFolder();
    const mount = newFolder();
    const disk = tinyDisk(mount, 16);
    if (disk === null) return;
    const { child, ended } = startAdmin(folder, ['export', join(mount, 'log.ndjson')], { before: disk });
    child.stdin?.end();
    expect(await ended).toMatchObject({ status: 4, errors: expect.stringMatching(/^DISK_FULL: /) as string });
  });
});

describe('import', () => {
  it('gives the same log, byte for byte of its export, and a server takes it up', async () => {
    const { file, text } = await exported();
    const folder = newFolder();
    const ended = await runHere(folder, ['import', file]);
    expect(ended).toMatchObject({ status: 0, errors: '' });
    expect(ended.output).toMatch(/^log {7}59 events in 59 streams, the last at position 58 with hash/m);
    expect((await runHere(folder, ['export'])).output).toBe(text);
    const server = await serve(folder);
    await server.stop();
    expect((await runHere(folder, ['verify'])).status).toBe(0);
  });

  it('reads standard input without a file', async () => {
    const { text } = await exported();
    const folder = newFolder();
    const { child, ended } = startAdmin(folder, ['import']);
    child.stdin?.end(text);
    expect((await ended).output).toMatch(/^imported {2}stdin to /);
  });

  it('refuses a store that holds a log, and one in use', async () => {
    const { folder, file } = await exported();
    expect(await runHere(folder, ['import', file])).toMatchObject({
      status: 3,
      errors: expect.stringMatching(/^NOT_EMPTY: /) as string,
    });
    const used = await withoutServer(folder, () => runHere(folder, ['import', file]));
    expect(used.errors).toMatch(/^IN_USE: /);
    expect((await runAdmin(newFolder(), 'import', join(folder, 'no-file'))).errors).toMatch(/^MISSING: /);
  });

  it('names the line of anything that is not as it was written, and leaves nothing', async () => {
    const { text } = await exported();
    const lines = text.split('\n');
    const forged = JSON.parse(lines[9] ?? '') as StoredText;
    const dataText = '{"forged":1}';
    const cases: [what: string, text: string, errors: RegExp][] = [
      ['another format', withLine(text, 1, () => '{}'), /^FILE_FAULTY: line 1: no log of a format/],
      ['a changed text', withField(text, 9, { dataText: '{}' }), /^FILE_FAULTY: line 9: CONTENT at /],
      [
        'a changed time',
        withField(text, 12, { recordTime: '2021-12-25T08:00:00.000Z' }),
        /line 12: CONTENT at /,
      ],
      ['an open object', withLine(text, 9, (old) => old.slice(0, -9)), /line 9: no JSON/],
      [
        'a missing field',
        withLine(text, 9, (old) => old.replace('"hash"', '"hsah"')),
        /line 9: neither an event/,
      ],
      ['a doubled line', withLine(text, 9, (old) => `${old}\n${old}`), /line 10: REVISION at /],
      [
        'a missing line',
        lines.filter((_, index) => index !== 20).join('\n'),
        /line 60: 59 events were written, 58 are/,
      ],
      [
        'two lines exchanged',
        withLine(
          withLine(text, 9, () => lines[9] ?? ''),
          10,
          () => lines[8] ?? '',
        ),
        /line 61: the lines before are not/,
      ],
      [
        'an event forged with its hash',
        withField(text, 10, { dataText, hash: hashOfTexts({ ...forged, dataText }) }),
        /line 61: the lines before are not/,
      ],
      [
        'data no engine gives back',
        withField(text, 10, { dataText: '{ }', hash: hashOfTexts({ ...forged, dataText: '{ }' }) }),
        /line 10: NOT_STORABLE at /,
      ],
      ['something after the end', `${text}{}\n`, /line 62: there is something after/],
      ['nothing at all', '', /line 1: the file ends before its last line/],
    ];
    for (const [what, bad, errors] of cases) {
      const left = { error: expect.stringMatching(errors) as string, left: ['server.lock'] };
      expect([what, await importOf(bad)]).toEqual([what, left]);
    }
  });

  it('finds a file that was cut off anywhere', async () => {
    const { text } = await exported();
    for (const end of [20, 39, 700, text.indexOf('\n', 5_000) + 1, text.length - 90]) {
      const { error } = await importOf(text.slice(0, end));
      expect([end, error]).toEqual([end, expect.stringMatching(/^FILE_FAULTY: line \d+: /)]);
    }
    const { child, ended } = startAdmin(newFolder(), ['import']);
    child.stdin?.end(text.slice(0, -2));
    expect(await ended).toMatchObject({
      status: 1,
      output: '',
      errors: expect.stringMatching(/^FILE_FAULTY: line 61: /) as string,
    });
  });

  it('killed half-way it leaves no log, and the next one works', async () => {
    const { file, text } = await exported();
    const folder = newFolder();
    const { child, ended } = startAdmin(folder, ['import']);
    child.stdin?.write(text.slice(0, text.length / 2));
    while (!readdirSync(folder).includes('events.db.partial')) await sleep(20);
    child.kill('SIGKILL');
    await ended;
    expect(readdirSync(folder)).not.toContain('events.db');
    expect(await runHere(folder, ['import', file])).toMatchObject({ status: 0 });
  });

  it('takes windows line ends for what they are', async () => {
    const { text } = await exported();
    const input = text.replaceAll('\n', '\r\n');
    expect(await runHere(newFolder(), ['import'], { input })).toMatchObject({ status: 0, errors: '' });
  });
});
