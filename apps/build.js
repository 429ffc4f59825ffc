/*
 * Builds dist when it is not what the sources say: before npm start, npm run admin and all else that runs what was
 * built. Never while a process runs from dist, for it would find another version's files: with --or-go-on the old build
 * then does, and the line says so; else the command ends. Plain JavaScript, since it runs before anything is built.
 */
const { execFileSync, spawnSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } = require('node:fs');
const { join, relative } = require('node:path');

const ROOT = join(__dirname, '..');
const DIST = join(ROOT, 'dist');
const MARK = join(DIST, 'built-from');
const NEEDED = 24;

/** What goes into dist: as tsconfig.build.json says, and that file itself. */
function sources() {
  const settings = ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json'].map((name) =>
    join(ROOT, name),
  );
  const code = ['apps', 'libs'].flatMap((folder) =>
    existsSync(join(ROOT, folder))
      ? readdirSync(join(ROOT, folder), { recursive: true }).map((name) => join(ROOT, folder, name))
      : [],
  );
  const built = code.filter(
    (file) => /\.ts$/.test(file) && !/\.(spec|testing)\.ts$|[\\/]testing[\\/]/.test(file),
  );
  return [...settings, ...built].filter((file) => existsSync(file)).sort();
}

/** One name for all of them, their names and their contents. */
function nameOf(files) {
  const hash = createHash('sha256');
  for (const file of files)
    hash.update(relative(ROOT, file)).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

/** Ids of the processes that run from dist. Their command lines name it in full: see package.json. */
function running() {
  return commandLines()
    .filter(([pid, line]) => pid !== process.pid && line.includes(`${DIST}/apps/`))
    .map(([pid]) => pid);
}

function commandLines() {
  if (existsSync('/proc/self/cmdline')) {
    const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    return ids.map((pid) => [Number(pid), read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ')]);
  }
  const listed = execFileSync('ps', ['-axww', '-o', 'pid=,command='], { encoding: 'utf8' });
  return listed.split('\n').map((line) => [Number.parseInt(line, 10), line]);
}

/** '' for what is not there, or no longer. */
function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

function build(name) {
  const compiler = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  if (!existsSync(compiler))
    fail('dist is not built from these sources, and there is no compiler: run npm ci');
  const { status } = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json', '--noCheck'], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  if (status !== 0) fail('the build failed');
  mkdirSync(DIST, { recursive: true });
  writeFileSync(MARK, name);
}

function main() {
  if (Number.parseInt(process.versions.node, 10) < NEEDED)
    fail(
      `truckflow needs Node ${NEEDED} and this is ${process.version}: npm ci brings it for every npm script`,
    );
  const files = sources();
  const name = nameOf(files);
  if (read(MARK) === name) return;
  const pids = running();
  if (pids.length === 0) build(name);
  else if (process.argv.includes('--or-go-on') && existsSync(MARK))
    process.stderr.write(
      `the build of before is used, for process ${pids[0]} runs from it: stop it to build anew\n`,
    );
  else fail(`dist has to be built, and process ${pids[0]} runs from it: stop it first`);
}

main();
