import { createWriteStream, existsSync, renameSync, rmSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Inject } from '@nestjs/common';
import { Command, CommandRunner } from 'nest-commander';
import type { StoredText } from '#libs/event-sourcing';
import { Config } from '#libs/platform';
import { AdminError } from './admin-error';
import { embeddedSource } from './embedded-store';
import { writtenLines } from './log-file';
import type { LogSource } from './log-copying';
import { showing } from './progress-bar';
import type { ProgressBar } from './progress-bar';
import { say } from './say';

@Command({
  name: 'export',
  arguments: '[file]',
  description:
    'write every event of the log with its exact text and hash, a line of JSON each, to a new file or stdout',
})
export class ExportCommand extends CommandRunner {
  constructor(@Inject(Config) private readonly config: Config) {
    super();
  }

  async run([file]: string[]): Promise<void> {
    if (file !== undefined && existsSync(file)) {
      throw new AdminError('NOT_EMPTY', `${file} exists; an export replaces nothing`);
    }
    const source = embeddedSource(this.config.dataDir);
    try {
      await showing('export', source.events, (bar) =>
        file === undefined ? toStdout(source, bar) : toFile(source, bar, file),
      );
    } finally {
      await source.close();
    }
    if (file !== undefined) say(`exported  ${source.events} events to ${file}`);
  }
}

async function toStdout(source: LogSource, bar: ProgressBar): Promise<void> {
  await pipeline(linesOf(source, bar), process.stdout, { end: false });
}

/** The file has its name only once all of it is on the disk. */
async function toFile(source: LogSource, bar: ProgressBar, file: string): Promise<void> {
  const partial = `${file}.partial`;
  try {
    await pipeline(linesOf(source, bar), createWriteStream(partial, { flush: true }));
    renameSync(partial, file);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
}

function linesOf(source: LogSource, bar: ProgressBar): Readable {
  return Readable.from(writtenLines(counted(source.pages(), bar)), { highWaterMark: 1 });
}

async function* counted(
  pages: AsyncIterable<readonly StoredText[]>,
  bar: ProgressBar,
): AsyncGenerator<readonly StoredText[]> {
  let events = 0;
  for await (const page of pages) {
    events += page.length;
    bar.at(events);
    yield page;
  }
}
