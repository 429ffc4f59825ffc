import { createWriteStream, existsSync, renameSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Inject } from '@nestjs/common';
import { Command, CommandRunner } from 'nest-commander';
import type { StoredText } from '#libs/event-sourcing';
import { Config } from '#libs/platform/settings';
import { AdminError } from './admin-error';
import { writtenLines } from './log-file';
import type { LogSource } from './log-copying';
import { sourceOf } from './log-stores';
import { print } from './print';
import { showing } from './progress-bar';
import type { ProgressBar } from './progress-bar';
import { withScratch } from './with-scratch';

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
    const source = await sourceOf(this.config);
    try {
      const events = await showing('export', source.events, (bar) =>
        file === undefined ? toStdout(source, bar) : toFile(source, bar, file),
      );
      if (file !== undefined) print(`exported  ${events} events to ${file}`);
    } finally {
      await source.close();
    }
  }
}

async function toStdout(source: LogSource, bar: ProgressBar): Promise<number> {
  const pages = new CountedPages(source.pages(), bar);
  await pipeline(linesOf(pages), process.stdout, { end: false });
  return pages.events;
}

/** The file has its name only once all of it is on the disk. */
async function toFile(source: LogSource, bar: ProgressBar, file: string): Promise<number> {
  const partial = `${file}.partial`;
  const pages = new CountedPages(source.pages(), bar);
  return withScratch(partial, async () => {
    await pipeline(linesOf(pages), createWriteStream(partial, { flush: true }));
    renameSync(partial, file);
    return pages.events;
  });
}

function linesOf(pages: CountedPages): Readable {
  return Readable.from(writtenLines(pages), { highWaterMark: 1 });
}

/** Pages that are counted as they go by. */
class CountedPages implements AsyncIterable<readonly StoredText[]> {
  events = 0;

  constructor(
    private readonly pages: AsyncIterable<readonly StoredText[]>,
    private readonly bar: ProgressBar,
  ) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<readonly StoredText[]> {
    for await (const page of this.pages) {
      this.events += page.length;
      this.bar.at(this.events);
      yield page;
    }
  }
}
