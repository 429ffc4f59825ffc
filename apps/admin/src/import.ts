import { createReadStream } from 'node:fs';
import { once } from 'node:events';
import { Inject } from '@nestjs/common';
import { Command, CommandRunner } from 'nest-commander';
import { CLOCK, Config } from '#libs/platform/settings';
import type { Clock } from '#libs/platform/settings';
import { copyLog } from './log-copying';
import type { LogSource } from './log-copying';
import { readLines } from './log-file';
import { placeOf, targetOf } from './log-stores';
import { contentOf, print } from './print';
import { showing } from './progress-bar';

@Command({
  name: 'import',
  arguments: '[file]',
  description: 'make the log of a store that holds none from an export, a file or stdin, and verify it',
})
export class ImportCommand extends CommandRunner {
  constructor(
    @Inject(Config) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    super();
  }

  async run([file]: string[]): Promise<void> {
    const source = await fileSource(file);
    const target = await targetOf(this.config, this.clock.now());
    const checked = await showing('import', source.events, (bar) => copyLog(source, target, bar));
    print(`imported  ${file ?? 'stdin'} to ${placeOf(this.config)}, verified`);
    print(`log       ${contentOf(checked)}`);
  }
}

async function fileSource(file: string | undefined): Promise<LogSource> {
  const input = file === undefined ? process.stdin : createReadStream(file);
  // A file that is not there is found before a store is touched.
  if (file !== undefined) await once(input, 'open');
  return {
    events: 0n,
    pages: () => readLines(input),
    close: () => {
      if ('destroy' in input) input.destroy();
      return Promise.resolve();
    },
  };
}
