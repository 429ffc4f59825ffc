import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SETTINGS } from '#libs/platform';
import { ADMIN_CODES, EXIT } from '../../apps/admin/src/admin-error';
import { runAdmin, startAdmin } from '../../apps/admin/testing/admin-process';
import { newFolder, servedFolder } from '../../apps/admin/testing/data-folder';
import { administrator, FakeEventStoreProcess } from '../fakes/eventstore';
import { deployYaml } from './deploy-files';

const page = readFileSync(join(__dirname, '..', '..', 'docs', 'operations.md'), 'utf8');
const PROMPT = /^\$ (EVENTSTORE_URL=\S+ )?npm run -s admin -- (.+)$/;

let server: FakeEventStoreProcess | undefined;

afterAll(async () => {
  await server?.kill();
});

/** The command lines that the page shows, each with what it says they print. */
function shown(): { args: string[]; onServer: boolean; output: string }[] {
  return [...page.matchAll(/```console\n([^]*?)```/g)].map(([, block = '']) => {
    const [prompt = '', ...lines] = block.split('\n');
    const [, server, command = ''] = PROMPT.exec(prompt) ?? [];
    expect([prompt, command]).not.toEqual([prompt, '']);
    return { args: command.split(' '), onServer: server !== undefined, output: lines.join('\n') };
  });
}

/** What differs from run to run. */
function withoutChance(text: string): string {
  return text
    .replaceAll(/[0-9a-f]{64}/g, '<hash>')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
    .replaceAll(/\d+ bytes/g, '<size>')
    .replaceAll(/\d+ views/g, '<views>')
    .replaceAll(/position \d+/g, '<position>');
}

/** The rows of the table below a heading, cell by cell. */
function tableBelow(heading: string): string[][] {
  const [, section = ''] = page.split(`\n## ${heading}\n`);
  const rows = (section.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('|'));
  return rows.slice(2).map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

test('every command prints what the page shows', async () => {
  const backups = newFolder();
  server = await FakeEventStoreProcess.start();
  let data = await servedFolder();
  for (const { args, onServer, output } of shown()) {
    // What begins a log needs a folder that holds none.
    if (['restore', 'import', 'to-embedded'].some((word) => args.includes(word))) data = newFolder();
    if (args[0] === 'accept-damage') await administrator.delete(server.url, args[1] ?? '');
    const there = args.map((arg) => arg.replace('/backups', backups));
    const settings = onServer ? { EVENTSTORE_URL: server.url } : {};
    const { child, ended } = startAdmin(data, there, { settings });
    child.stdin?.end();
    const real = await ended;
    const printed = real.output.replaceAll(backups, '/backups').replaceAll(data, '/data');
    expect([args, real.status, real.errors, withoutChance(printed)]).toEqual([
      args,
      0,
      '',
      withoutChance(output),
    ]);
  }
});

test('every command of the command line is described and shown, and no other', async () => {
  const help = (await runAdmin(newFolder(), '--help')).output;
  const commands = [...help.matchAll(/^ {2}([a-z][a-z-]+)/gm)]
    .map(([, name]) => name)
    .filter((name) => name !== 'help');
  const described = [...page.matchAll(/^### ([a-z-]+)$/gm)].map(([, name]) => name);
  expect(described.sort()).toEqual(commands.sort());
  expect([...new Set(shown().map(({ args }) => args[0]))].sort()).toEqual(described);
});

test('the table of codes is that of the program', () => {
  const rows = tableBelow('The admin command line');
  const table = rows.flatMap(([exit = '', , codes = '']) =>
    [...codes.matchAll(/`([A-Z_]+)`/g)].map(([, code = '']) => [code, Number(exit)] as const),
  );
  expect(Object.fromEntries(table)).toEqual(ADMIN_CODES);
  expect(rows.map(([exit]) => Number(exit))).toEqual(Object.values(EXIT));
});

test('every alarm is explained, and no other', () => {
  const { groups } = deployYaml('prometheus', 'truckflow.rules.yml') as {
    groups: { rules: { alert: string }[] }[];
  };
  const alarms = groups.flatMap(({ rules }) => rules.map(({ alert }) => alert));
  expect(tableBelow('Alarms').map(([name = '']) => name.slice(1, -1))).toEqual(alarms);
});

/* EVENTSTORE_URL in its environment keeps a KurrentDB from starting. */
test.each(['README.md', join('docs', 'operations.md')])(
  '%s tells who starts both that the server of the log reads settings with the same beginning',
  (file) => {
    const text = readFileSync(join(__dirname, '..', '..', file), 'utf8').replaceAll(/\s+/g, ' ');
    expect(text).toMatch(/begins? with `EVENTSTORE_`.{0,200}`The option Url is not a known option`/);
  },
);

test('every setting that the page names is one', () => {
  const names = [...page.matchAll(/`([A-Z]+(?:_[A-Z]+)+)\b[^`]*`/g)].map(([, name = '']) => name);
  const answers = [
    'STORE_FULL',
    'CURSOR_INVALID',
    'STREAM_DAMAGED',
    'FOREIGN_EVENT',
    'NOT_READY',
    'VIEWS_BEHIND',
    'CURSOR_OF_ANOTHER_LOG',
    'NOT_ATTEMPTED',
  ];
  const known = new Set([...SETTINGS.map(({ name }) => name), ...Object.keys(ADMIN_CODES), ...answers]);
  expect(names.length).toBeGreaterThan(10);
  expect(names.filter((name) => !known.has(name))).toEqual([]);
});
