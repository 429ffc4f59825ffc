/* Command `accept-damage`: records that somebody looked at a damaged stream. */
import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import { Inject } from '@nestjs/common';
import { Command, CommandRunner, Option } from 'nest-commander';
import {
  acceptancesOf,
  DAMAGE_ACCEPTED,
  eventIdOf,
  isDamageReason,
  LogFaulty,
  NO_REQUEST,
  textOfFault,
  upcasting,
} from '#libs/event-sourcing';
import type { DamageAccepted, EventStore, LogFault, NewEvent } from '#libs/event-sourcing';
import { openLogIn, openSqliteEventStore } from '#libs/event-store-sqlite';
import { CLOCK, Config } from '#libs/platform/settings';
import type { Clock } from '#libs/platform/settings';
import { UPCASTERS } from '#libs/truck-flow';
import { AdminError } from './admin-error';
import { carryClaimsOn, isClaimStream } from './claims-carried-on';
import { isServed } from './log-stores';
import { print } from './print';
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
    const faults = (await this.faults()).filter((one) => one.stream === stream);
    const fault = faults.find(({ reason: found }) => isDamageReason(found)) ?? faults[0];
    if (fault === undefined) throw new AdminError('NOT_DAMAGED', `nothing is wrong with a stream ${stream}`);
    const holder = await this.record(fault, { reason, by });
    print(`accepted  ${textOfFault(fault)}`);
    print(`          by ${by}: ${reason}`);
    if (holder !== undefined) print(`holder    ${holder}`);
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

  /** Begins the stream in which a damaged claim goes on before the acceptance counts; answers who holds the thing. */
  private async record({ stream, reason: found }: LogFault, said: Acceptance): Promise<string | undefined> {
    const store = upcasting(await this.open(), UPCASTERS);
    try {
      const own = acceptancesOf(stream);
      const { revision, events } = await store.readStream(own);
      const damage = isDamageReason(found) ? { damage: found } : {};
      const data: DamageAccepted = { stream, reason: said.reason, ...damage };
      const isFirst = !events.some((event) => (event.data as DamageAccepted).damage !== undefined);
      const goesOn = isFirst && data.damage !== undefined && isClaimStream(stream);
      const holder = goesOn ? ((await carryClaimsOn(store, stream)) ?? 'none') : undefined;
      await store.append(own, [this.eventOf(own, data, said.by)], revision);
      return holder;
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
        ...NO_REQUEST,
        eventTime: this.clock.now(),
        actor: { sub: by, agency: null },
        device: null,
        source: 'OPERATOR',
        commandId,
      },
    };
  }
}
