import { Inject } from '@nestjs/common';
import { Command, CommandRunner } from 'nest-commander';
import { upcasting } from '#libs/event-sourcing';
import { openSqliteEventReader } from '#libs/event-store-sqlite';
import { Config } from '#libs/platform';
import { EVERY_VIEW, rebuildView, rebuildViews } from '#libs/read-models';
import { UPCASTERS } from '#libs/truck-flow';
import { AdminError } from './admin-error';
import { withoutServer } from './embedded-log';
import { showing } from './progress-bar';
import { say } from './say';

const NAMES = EVERY_VIEW.map(({ name }) => name).sort();

@Command({
  name: 'rebuild',
  arguments: '[view]',
  description: `build a view of DATA_DIR anew from the log, or all of them; the server must not run`,
  argsDescription: { view: `one of: ${NAMES.join(', ')}` },
})
export class RebuildCommand extends CommandRunner {
  constructor(@Inject(Config) private readonly config: Config) {
    super();
  }

  async run([view]: string[]): Promise<void> {
    if (view !== undefined && !NAMES.includes(view)) {
      throw new AdminError('USAGE', `there is no view ${view}; there are ${NAMES.join(', ')}`);
    }
    const { dataDir } = this.config;
    const events = await withoutServer(dataDir, () => this.rebuild(dataDir, view));
    say(`${view ?? `${EVERY_VIEW.length} views`} built anew from ${events} events`);
  }

  private async rebuild(directory: string, view: string | undefined): Promise<bigint> {
    const store = upcasting(await openSqliteEventReader({ directory }), UPCASTERS);
    const events = (await store.lastPosition()) + 1n;
    try {
      await showing('rebuild', events, async (bar) => {
        const options = {
          store,
          directory,
          views: EVERY_VIEW,
          onProgress: (position: bigint) => {
            bar.at(position + 1n);
          },
        };
        await (view === undefined ? rebuildViews(options) : rebuildView(view, options));
      });
      return events;
    } finally {
      await store.close();
    }
  }
}
