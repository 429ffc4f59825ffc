import { Inject } from '@nestjs/common';
import { Command, CommandRunner } from 'nest-commander';
import { restoreLog } from '#libs/event-store-sqlite';
import { CLOCK, Config } from '#libs/platform/settings';
import type { Clock } from '#libs/platform/settings';
import { assertEmbedded } from './log-stores';
import { contentOf, print } from './print';
import { showing } from './progress-bar';

@Command({
  name: 'restore',
  arguments: '<file>',
  description: 'make the log of DATA_DIR, which holds none, from a backup, and verify it',
})
export class RestoreCommand extends CommandRunner {
  constructor(
    @Inject(Config) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    super();
  }

  async run([file = '']: string[]): Promise<void> {
    assertEmbedded(this.config);
    const { dataDir } = this.config;
    const time = this.clock.now();
    const checked = await showing('verify', 0, (bar) => restoreLog(file, dataDir, { time, onPage: bar.at }));
    print(`restored  ${file} to ${dataDir}, verified`);
    print(`log       ${contentOf(checked)}`);
    print(
      `fork      what was recorded after position ${checked.position} and lost is not in it, and its positions`,
    );
    print(
      `          will be given again: collect those reports again and tell consumers (docs/operations.md)`,
    );
  }
}
