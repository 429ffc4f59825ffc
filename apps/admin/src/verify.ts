/* Command `verify`: checks hashes and chains, and compares the views with their rebuild. */
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Inject } from '@nestjs/common';
import { Command, CommandRunner, Option } from 'nest-commander';
import { LogFaulty, textOfFault } from '#libs/event-sourcing';
import { openLogIn, restorationsOf } from '#libs/event-store-sqlite';
import { Config } from '#libs/platform/settings';
import { compareWithRebuild, forkInWords, forkOf, forksNoted, openViews } from '#libs/projections';
import { CATALOGUE } from '#libs/read-models';
import type { Fork } from '#libs/projections';
import { AdminError } from './admin-error';
import { isServed } from './log-stores';
import { contentOf, print } from './print';
import { showing } from './progress-bar';
import { checkServed } from './served-store';
import { withScratch } from './with-scratch';

type Compared = Awaited<ReturnType<typeof compareWithRebuild>>;

@Command({
  name: 'verify',
  description:
    'recompute every hash of the log and compare the views with a rebuild, beside a running server too',
})
export class VerifyCommand extends CommandRunner {
  constructor(@Inject(Config) private readonly config: Config) {
    super();
  }

  async run(_: string[], { logOnly = false }: { logOnly?: boolean }): Promise<void> {
    await listingFaults(() =>
      isServed(this.config) ? verifyServed(this.config) : verifyEmbedded(this.config.dataDir),
    );
    if (!logOnly) await verifyViews(this.config);
  }

  @Option({ flags: '--log-only', description: 'leave the views out' })
  parseLogOnly(): boolean {
    return true;
  }
}

/** A line for the first fault of every stream that has one. @throws what the check throws */
async function listingFaults(check: () => Promise<void>): Promise<void> {
  try {
    await check();
  } catch (error) {
    if (error instanceof LogFaulty) for (const fault of error.faults) print(`fault  ${textOfFault(fault)}`);
    throw error;
  }
}

/** @throws OpenRefused DAMAGED, LogFaulty */
async function verifyEmbedded(directory: string): Promise<void> {
  const log = openLogIn(directory);
  try {
    const checked = await showing('verify', log.position + 1n, (bar) => log.check(bar.at));
    print(`log    ${contentOf(checked)}`);
    for (const { restored, position, hash } of restorationsOf(directory)) {
      print(`fork   restored ${restored} after position ${position} with hash ${hash ?? 'none'}`);
    }
  } finally {
    log.close();
  }
}

/** @throws LogFaulty, StoreUnavailable */
async function verifyServed(config: Config): Promise<void> {
  const { logLocationOf, openWrittenLog } = await import('#apps/projector');
  const reader = await openWrittenLog(logLocationOf(config));
  try {
    const checked = await showing('verify', 0, (bar) => checkServed(reader, bar.at));
    print(`log    ${contentOf(checked)}`);
  } finally {
    await reader.close();
  }
}

/** @throws AdminError LOG_FORKED, VIEWS_DIFFER or VIEW_STOPPED, ViewStopped */
async function verifyViews(config: Config): Promise<void> {
  for (const { found, words } of forksNoted(config.dataDir)) print(`fork   found ${found} ${words}`);
  if (!hasViews(config.dataDir)) {
    print('views  none are built; the server builds them when it starts');
    return;
  }
  const scratch = mkdtempSync(join(tmpdir(), 'truckflow-verify-'));
  judge(await withScratch(scratch, () => compared(config, scratch)));
}

async function compared(config: Config, scratch: string): Promise<Compared> {
  const { logLocationOf, openLog } = await import('#apps/projector');
  const store = await openLog(logLocationOf(config));
  const { dataDir: directory } = config;
  try {
    const fork = await forkOf(directory, store);
    if (fork !== undefined) throw new AdminError('LOG_FORKED', ofAnotherLog(fork));
    return await showing('rebuild', (await store.lastPosition()) + 1n, (bar) =>
      compareWithRebuild({
        store,
        directory,
        scratch,
        catalogue: CATALOGUE,
        onProgress: (position) => {
          bar.at(position + 1n);
        },
      }),
    );
  } finally {
    await store.close();
  }
}

function ofAnotherLog(fork: Fork): string {
  return `${forkInWords(fork)}; start the server, which builds the views anew, or run rebuild`;
}

function hasViews(directory: string): boolean {
  if (!existsSync(directory)) return false;
  const views = openViews(directory, CATALOGUE);
  const { isReady } = views;
  views.close();
  return isReady;
}

function judge({ position, different, stopped }: Compared): void {
  if (different.length > 0) {
    const what = `${different.join(', ')} differ from a rebuild at position ${position}; run rebuild`;
    throw new AdminError('VIEWS_DIFFER', what);
  }
  const halted = stopped.map(
    ({ name, failedPosition, error }) =>
      `${name} stopped at position ${failedPosition ?? -1n}: ${error ?? ''}`,
  );
  if (halted.length > 0) throw new AdminError('VIEW_STOPPED', halted.join('; '));
  print(`views  ${CATALOGUE.views.length} views equal their rebuild at position ${position}`);
}
