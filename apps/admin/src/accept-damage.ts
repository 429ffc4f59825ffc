import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import { Inject } from '@nestjs/common';
import { Command, CommandRunner, Option } from 'nest-commander';
import {
  DAMAGE_ACCEPTED,
  eventIdOf,
  isDamageReason,
  LogFaulty,
  streamOf,
  textOfFault,
  TRUCKFLOW_NAMESPACE,
  uuidV5,
} from '#libs/event-sourcing';
import type { DamageAccepted, EventStore, LogFault, NewEvent } from '#libs/event-sourcing';
import { openLogIn, openSqliteEventStore } from '#libs/event-store-sqlite';
import { CLOCK, Config } from '#libs/platform/settings';
import type { Clock } from '#libs/platform/settings';
import { AdminError } from './admin-error';
import { isServed } from './log-stores';
import { say } from './say';
import { checkServed, openServed } from './served-store';

const LONGEST_REASON = 500;

interface Acceptance {
  readonly reason: string;
  readonly by: string;
}

@Command({
  name: 'accept-damage',
  arguments: '<stream>',
  description:
    'record that somebody has looked at a stream that was changed from outside, which ends the alarm and not the mark',
})
export class AcceptDamageCommand extends CommandRunner {
  constructor(
    @Inject(Config) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    super();
  }

  async run(
    [stream = '']: string[],
    { reason, by = userInfo().username }: Partial<Acceptance>,
  ): Promise<void> {
    if (reason === undefined || reason.trim() === '' || reason.length > LONGEST_REASON) {
      throw new AdminError('USAGE', `--reason says in at most ${LONGEST_REASON} characters what was found`);
    }
    const fault = (await this.faults()).find((one) => one.stream === stream);
    if (fault === undefined) throw new AdminError('NOT_DAMAGED', `nothing is wrong with a stream ${stream}`);
    await this.record(fault, { reason, by });
    say(`accepted  ${textOfFault(fault)}`);
    say(`          by ${by}: ${reason}`);
  }

  @Option({ flags: '--reason <text>', description: 'what was found' })
  parseReason(text: string): string {
    return text;
  }

  @Option({ flags: '--by <name>', description: 'who has looked at it; by default the user who runs this' })
  parseBy(name: string): string {
    return name;
  }

  private async faults(): Promise<readonly LogFault[]> {
    try {
      await this.check();
      return [];
    } catch (error) {
      if (error instanceof LogFaulty) return error.faults;
      throw error;
    }
  }

  /** @throws LogFaulty */
  private async check(): Promise<void> {
    if (!isServed(this.config)) {
      const log = openLogIn(this.config.dataDir);
      try {
        log.check();
      } finally {
        log.close();
      }
      return;
    }
    const store = await openServed(this.config);
    await checkServed(store).finally(() => store.close());
  }

  private async record({ stream, reason: found }: LogFault, { reason, by }: Acceptance): Promise<void> {
    const store = await this.open();
    try {
      const own = streamOf('damage', uuidV5(TRUCKFLOW_NAMESPACE, stream));
      const { revision } = await store.readStream(own);
      const damage = isDamageReason(found) ? { damage: found } : {};
      const data: DamageAccepted = { stream, reason, ...damage };
      await store.append(own, [this.eventOf(own, data, by)], revision);
    } finally {
      await store.close();
    }
  }

  /** @throws OpenRefused IN_USE while a server runs on the folder */
  private open(): Promise<EventStore> {
    const { dataDir: directory } = this.config;
    if (isServed(this.config)) return openServed(this.config);
    return openSqliteEventStore({ directory, clock: () => new Date(this.clock.now()), thread: 'main' });
  }

  private eventOf(stream: string, data: DamageAccepted, by: string): NewEvent {
    const commandId = randomUUID();
    return {
      type: DAMAGE_ACCEPTED,
      eventId: eventIdOf(commandId, 0, stream),
      data,
      metadata: {
        eventTime: this.clock.now(),
        actor: { sub: by, agency: null },
        role: '',
        device: null,
        source: 'OPERATOR',
        commandId,
        index: 0,
        requestHash: '',
        correlation: null,
        causation: null,
        policyVersion: null,
        schemaVersion: 1,
      },
    };
  }
}
