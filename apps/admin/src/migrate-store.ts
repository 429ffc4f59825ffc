import { Inject } from '@nestjs/common';
import { Command, CommandRunner, Option } from 'nest-commander';
import { CLOCK, Config } from '#libs/platform/settings';
import type { Clock } from '#libs/platform/settings';
import { AdminError } from './admin-error';
import { eventsIn, withoutServer } from './embedded-log';
import { embeddedSource, EmbeddedTarget } from './embedded-store';
import { copyLog } from './log-copying';
import type { CopiedLog, LogSource, LogTarget } from './log-copying';
import { contentOf, print } from './print';
import { showing } from './progress-bar';
import { servedSource, ServedTarget } from './served-store';

const DIRECTIONS = ['to-eventstore', 'to-embedded'];

@Command({
  name: 'migrate-store',
  arguments: '<direction>',
  description:
    'copy the log of DATA_DIR to the EventStoreDB of EVENTSTORE_URL, or back, into a store that holds none',
  argsDescription: { direction: DIRECTIONS.join(' or ') },
})
export class MigrateStoreCommand extends CommandRunner {
  constructor(
    @Inject(Config) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    super();
  }

  async run([direction = '']: string[], { resume = false }: { resume?: boolean }): Promise<void> {
    if (!DIRECTIONS.includes(direction)) {
      throw new AdminError('USAGE', `the direction is ${DIRECTIONS.join(' or ')}, not ${direction}`);
    }
    const copied = direction === 'to-embedded' ? await this.toEmbedded() : await this.toEventStore(resume);
    print(`copied  ${direction}, verified`);
    print(`log     ${contentOf(copied)}`);
  }

  @Option({ flags: '--resume', description: 'go on where a copy to EventStoreDB broke off' })
  parseResume(): boolean {
    return true;
  }

  /** What a server recorded after the copy would be missing in it, so none may run. */
  private toEventStore(resume: boolean): Promise<CopiedLog> {
    const { config } = this;
    // A look first: the lock would make a folder that is not there.
    eventsIn(config.dataDir);
    return withoutServer(config.dataDir, async () => {
      const target = await ServedTarget.open(config, { resume });
      return copied(embeddedSource(config.dataDir), target);
    });
  }

  private async toEmbedded(): Promise<CopiedLog> {
    const source = await servedSource(this.config);
    return copied(source, new EmbeddedTarget(this.config.dataDir, this.clock.now()));
  }
}

function copied(source: LogSource, target: LogTarget): Promise<CopiedLog> {
  return showing('copy', source.events, (bar) => copyLog(source, target, bar));
}
