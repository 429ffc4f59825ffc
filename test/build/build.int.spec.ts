import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** `apps/build.js` in a small project whose compiler only counts how often it ran. */

const COMPILER = `require('node:fs').mkdirSync('dist/apps', { recursive: true });
require('node:fs').appendFileSync('compiled', '.');`;

let root: string;

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

function build(...args: string[]) {
  const ended = spawnSync(process.execPath, [join(root, 'apps', 'build.js'), ...args], { encoding: 'utf8' });
  return { status: ended.status, says: ended.stderr };
}

function timesCompiled(): number {
  return readFileSync(join(root, 'compiled'), 'utf8').length;
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'truckflow-build-'));
  write('apps/api/src/main.ts', 'first');
  copyFileSync(join(process.cwd(), 'apps', 'build.js'), join(root, 'apps', 'build.js'));
  write('node_modules/typescript/bin/tsc', COMPILER);
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

const GOOD = { status: 0, says: '' };

it('builds once for the same sources', () => {
  expect([build(), build('--or-go-on'), build()]).toEqual([GOOD, GOOD, GOOD]);
  expect(timesCompiled()).toBe(1);
});

it.each([
  ['a changed source', 'apps/api/src/main.ts', 2],
  ['a new source', 'libs/platform/src/clock.ts', 2],
  ['a changed setting of the compiler', 'tsconfig.build.json', 2],
  ['other packages', 'package-lock.json', 2],
  ['a specification, which is not built', 'apps/api/src/main.spec.ts', 1],
  ['a page', 'docs/operations.md', 1],
])('builds anew for %s when there is need', (_, file, times) => {
  build();
  write(file, 'second');
  expect([build('--or-go-on'), timesCompiled()]).toEqual([GOOD, times]);
});

it('does not build under a process that runs from dist', async () => {
  build();
  write('dist/apps/server.js', "process.stdout.write('up'); setInterval(() => {}, 1000);");
  const server = spawn(process.execPath, [join(root, 'dist', 'apps', 'server.js')]);
  await once(server.stdout, 'data');
  write('apps/api/src/main.ts', 'second');
  const [goesOn, ends] = [build('--or-go-on'), build()];
  server.kill();
  await once(server, 'exit');
  const pid = String(server.pid);
  expect(goesOn).toEqual({
    status: 0,
    says: `the build of before is used, for process ${pid} runs from it: stop it to build anew\n`,
  });
  expect(ends).toEqual({
    status: 1,
    says: `dist has to be built, and process ${pid} runs from it: stop it first\n`,
  });
  expect(timesCompiled()).toBe(1);
  expect([build(), timesCompiled()]).toEqual([GOOD, 2]);
});

it('says what to do where there is nothing to build with', () => {
  rmSync(join(root, 'node_modules'), { recursive: true });
  expect(build('--or-go-on')).toEqual({
    status: 1,
    says: 'dist is not built from these sources, and there is no compiler: run npm ci\n',
  });
});
