import { Inject } from '@nestjs/common';
import { Command, CommandRunner } from 'nest-commander';
import { CLOCK, Config } from '#libs/platform/settings';
import type { Clock } from '#libs/platform/settings';
import { forkInWords, noteFork, rebuildView, rebuildViews } from '#libs/projections';
import { CATALOGUE } from '#libs/read-models';
import type { Fork } from '#libs/projections';
import { AdminError } from './admin-error';
import { eventsIn, withoutServer } from './embedded-log';
import { isServed } from './log-stores';
import { print } from './print';
import { showing } from './progress-bar';

const NAMES = CATALOGUE.views.map(({ name }) => name).sort();

@Command({
  name: 'rebuild',
  arguments: '[view]',
  description: `build a view of DATA_DIR anew from the log, or all of them; the server must not run`,
  argsDescription: { view: `one of: ${NAMES.join(', ')}` },
})
export class RebuildCommand extends CommandRunner {
  constructor(
    @Inject(Config) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    super();
  }

  async run([view]: string[]): Promise<void> {
    if (view !== undefined && !NAMES.includes(view)) {
      throw new AdminError('USAGE', `there is no view ${view}; there are ${NAMES.join(', ')}`);
    }
    const { dataDir } = this.config;
    // A look first: the lock would make a folder that is not there.
    if (!isServed(this.config)) eventsIn(dataDir);
    const last = await withoutServer(dataDir, () => this.rebuild(view));
    print(`${view ?? `${CATALOGUE.views.length} views`} built anew up to position ${last}`);
  }

  private async rebuild(view: string | undefined): Promise<bigint> {
    const { dataDir: directory } = this.config;
    const { logLocationOf, openLog } = await import('#apps/projector');
    const store = await openLog(logLocationOf(this.config));
    try {
      const last = await store.lastPosition();
      await showing('rebuild', last + 1n, async (bar) => {
        const options = {
          store,
          directory,
          catalogue: CATALOGUE,
          onFork: (fork: Fork) => {
            noteFork(directory, fork, this.clock.now());
            print(`fork  ${forkInWords(fork)}`);
          },
          onProgress: (position: bigint) => {
            bar.at(position + 1n);
          },
        };
        await (view === undefined ? rebuildViews(options) : rebuildView(view, options));
      });
      return last;
    } finally {
      await store.close();
    }
  }
}
