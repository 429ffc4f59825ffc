import { Inject } from '@nestjs/common';
import { Command, CommandRunner } from 'nest-commander';
import { backupLog } from '#libs/event-store-sqlite';
import { Config } from '#libs/platform/settings';
import { eventsIn } from './embedded-log';
import { assertEmbedded } from './log-stores';
import { contentOf, print } from './print';
import { showing } from './progress-bar';

@Command({
  name: 'backup',
  arguments: '<file>',
  description:
    'write the log of DATA_DIR to a new file, beside a running server or without one, and verify it',
})
export class BackupCommand extends CommandRunner {
  constructor(@Inject(Config) private readonly config: Config) {
    super();
  }

  async run([file = '']: string[]): Promise<void> {
    assertEmbedded(this.config);
    const { dataDir } = this.config;
    const checked = await showing('verify', eventsIn(dataDir), (bar) => backupLog(dataDir, file, bar.at));
    print(`backup  ${file}, ${checked.bytes} bytes, verified`);
    print(`log     ${contentOf(checked)}`);
  }
}
