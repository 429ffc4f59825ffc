import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { groupedAppends, singleAppends } from './appends';
import type { Bench } from './bench';
import { shortfall } from './figures';
import { fullCommand } from './full-command';
import { lineOfCalls } from './line-of-calls';
import { queueRebuild } from './queue-rebuild';
import { boardsAmongMany, queuePages } from './reading';
import { tableOf } from './report';
import { memory } from './resident-memory';
import { surroundings, weather } from './surroundings';

/* npm run bench: how fast this is against the limits of the machine it runs on. */

const BENCHES: readonly Bench[] = [
  singleAppends,
  groupedAppends,
  fullCommand,
  queueRebuild,
  queuePages,
  boardsAmongMany,
];
/** Takes minutes, so only when asked for. */
const ON_REQUEST: readonly Bench[] = [memory, lineOfCalls];
const NAMES = [...BENCHES, ...ON_REQUEST].map(({ name }) => name).join(', ');
const USAGE = `Usage: npm run bench -- [--rounds 7] [--only some of: ${NAMES}]`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '7' },
      only: { type: 'string', multiple: true },
      directory: { type: 'string', default: tmpdir() },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(`${USAGE}\n`);
    return;
  }
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1)
    throw new RangeError(`rounds is a whole number: ${values.rounds}`);
  const directory = mkdtempSync(join(values.directory, 'truckflow-bench-'));
  try {
    process.stdout.write(surroundings(folderIn(directory, 'surroundings')));
    for (const bench of chosen(values.only)) await runOne(bench, rounds, directory);
    process.stdout.write(weather(directory));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** `--only a,b` and `--only a --only b` are the same. @throws RangeError for a name that is none. */
function chosen(lists: readonly string[] | undefined): readonly Bench[] {
  if (lists === undefined) return BENCHES;
  return [...new Set(lists.flatMap((list) => list.split(',')))].map((text) => {
    const name = text.trim().toLowerCase();
    const found = [...BENCHES, ...ON_REQUEST].find((bench) => bench.name === name);
    if (found === undefined) throw new RangeError(`there is no benchmark ${text}`);
    return found;
  });
}

async function runOne({ name, run }: Bench, rounds: number, directory: string): Promise<void> {
  process.stdout.write(`\n${name}, ${rounds} rounds · ${weather(directory)}`);
  const figures = await run({ rounds, directory: folderIn(directory, name) });
  process.stdout.write(tableOf(figures));
  if (figures.some((figure) => shortfall(figure) !== null)) process.exitCode = 1;
}

function folderIn(directory: string, name: string): string {
  return mkdtempSync(join(directory, `${name}-`));
}

main().catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n${USAGE}\n`,
  );
  process.exit(1);
});
