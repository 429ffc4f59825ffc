/* Proof: an import that is interrupted by kills of the store ends as one that was not. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { seeded } from '#libs/event-sourcing/testing';
import { FakeEventStoreProcess } from '../fakes/eventstore';
import { partsOf } from '../server/api-client';
import type { ImportAnswer } from '../server/api-client';
import { runScenario } from './both-engines';
import type { EngineRun, ServerOfRun } from './both-engines';

/** Characters of a part: small, for all of it is sent again. */
const PART = 300_000;
/** A part that is not accepted by then never will be. */
const MOST_SENDINGS = 60;
/** Seconds that a line waits for the store in these runs, and milliseconds without a store where that is enough. */
const PATIENCE = 5;
const SHORT = 1_000;

export interface Interrupted extends EngineRun {
  readonly kills: number;
  /** Sendings of a part, all together. */
  readonly sendings: number;
  /** Lines that were answered with 503, and lines that were refused although an undisturbed import takes them. */
  readonly unanswered: number;
}

interface Plan {
  readonly until: string;
  readonly kills: number;
  /** Lines of the scenario, over which the kills are spread. */
  readonly lines: number;
  readonly seed: number;
}

/** The scenario imported into a server on the embedded store, which is killed and started again. */
export function interruptServer(plan: Plan): Promise<Interrupted> {
  const sending = new Sending(plan, (server) => server.killAndStart());
  return sending.run({});
}

/**
 * The scenario imported into a server whose event store is killed and started again: every other time while the line
 * waits for it, otherwise when the import has given it up.
 */
export async function interruptStore(plan: Plan): Promise<Interrupted> {
  const directory = mkdtempSync(join(tmpdir(), 'truckflow-killed-store-'));
  const file = join(directory, 'log');
  let fake = await FakeEventStoreProcess.start({ file, noise: 0.05 });
  const { url } = fake;
  const port = Number(new URL(url).port);
  let isShort = false;
  const strike = async (_server: ServerOfRun, ended: Promise<unknown>): Promise<void> => {
    isShort = !isShort;
    await fake.kill();
    await (isShort ? pause(SHORT) : ended);
    fake = await FakeEventStoreProcess.start({ port, file, noise: 0.05 });
  };
  try {
    const settings = { IMPORT_PATIENCE: String(PATIENCE), LOG_LEVEL: 'silent' };
    return await new Sending(plan, strike).run({ url, settings });
  } finally {
    await fake.kill();
    rmSync(directory, { recursive: true });
  }
}

/** Kills something. `ended`: no more answers come to what is being sent. */
type Strike = (server: ServerOfRun, ended: Promise<unknown>) => Promise<void>;

/** Sends the scenario part by part, each again until all of it is accepted. */
class Sending {
  private readonly due: number[];
  private sendings = 0;
  private unanswered = 0;
  private refused = 0;
  private last = -1n;

  constructor(
    private readonly plan: Plan,
    private readonly strike: Strike,
  ) {
    const random = seeded(plan.seed);
    const places = Array.from({ length: plan.kills }, () => Math.ceil(random() * plan.lines));
    this.due = places.sort((one, other) => one - other);
  }

  async run(
    options: Pick<NonNullable<Parameters<typeof runScenario>[1]>, 'url' | 'settings'>,
  ): Promise<Interrupted> {
    const { until, kills } = this.plan;
    const run = await runScenario(until, { ...options, bring: (server, lines) => this.bring(server, lines) });
    return { ...run, kills: kills - this.due.length, sendings: this.sendings, unanswered: this.unanswered };
  }

  private async bring(server: ServerOfRun, all: Iterable<string>) {
    let lines = 0;
    for (const part of partsOf(all, PART)) {
      const most = this.sendings + MOST_SENDINGS;
      while (!(await this.send(server, { ...part, before: lines }))) {
        if (this.sendings === most)
          throw new Error(`${this.refused} refused, and the part is never accepted`);
      }
      lines += part.lines;
    }
    return { lines, refused: this.refused, last: this.last };
  }

  /** Was the whole part accepted, after every blow that was due in it? `before`: lines of the parts before it. */
  private async send(
    server: ServerOfRun,
    { text, lines, before }: { readonly text: string; readonly lines: number; readonly before: number },
  ): Promise<boolean> {
    this.sendings += 1;
    const { promise: ended, resolve: end } = Promise.withResolvers<undefined>();
    let strike: Promise<void> | undefined;
    let accepted = 0;
    try {
      for await (const answer of server.client.importing(text)) {
        if (!this.isAccepted(answer)) continue;
        accepted += 1;
        // One blow a sending: the next would meet what has not risen yet.
        if (strike !== undefined || before + answer.line < (this.due[0] ?? Infinity)) continue;
        this.due.shift();
        strike = this.strike(server, ended);
      }
    } catch (error) {
      // A killed server cuts the connection.
      if (strike === undefined) throw error;
    }
    end(undefined);
    await strike;
    // A blow that is still due in this part falls when it is sent again.
    return accepted === lines && before + lines < (this.due[0] ?? Infinity);
  }

  private isAccepted({ status, position }: ImportAnswer): boolean {
    if (status === 503) this.unanswered += 1;
    else if (status !== 200) this.refused += 1;
    if (position !== null && BigInt(position) > this.last) this.last = BigInt(position);
    return status === 200;
  }
}
