import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { makeFilesPrivate } from '#libs/platform/settings';
import { AUTUMN_ENDS, generateAutumn2021 } from './generate';

/* Writes the scenario as NDJSON to a file, or to standard output. */

const USAGE = `Usage: npm run -s scenario -- [--seed 1] [--until ${AUTUMN_ENDS}] [--out autumn.ndjson]`;

/** One write a line costs more memory and time than making the line. */
const CHUNK = 65_536;

function* chunksOf(lines: Iterable<string>): Generator<string> {
  let chunk = '';
  for (const line of lines) {
    chunk += line;
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
}

async function main(): Promise<void> {
  makeFilesPrivate();
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      until: { type: 'string', default: AUTUMN_ENDS },
      out: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(`${USAGE}\n`);
    return;
  }
  const seed = Number(values.seed);
  if (!Number.isSafeInteger(seed)) throw new RangeError(`the seed is a whole number: ${values.seed}`);
  const lines = Readable.from(chunksOf(generateAutumn2021({ seed, until: values.until })), {
    highWaterMark: 1,
  });
  await pipeline(lines, values.out === undefined ? process.stdout : createWriteStream(values.out));
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`);
  process.exitCode = 1;
});
