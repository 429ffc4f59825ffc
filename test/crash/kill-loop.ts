import { once } from 'node:events';
import type { ChildProcessByStdio } from 'node:child_process';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';

/** A program under test. Each whole line on its standard output is something it has acknowledged. */
type Victim = ChildProcessByStdio<null, Readable, null>;

interface KillLoop {
  readonly rounds: number;
  /** In [0, 1), seeded by the caller so that a run can be repeated. */
  readonly random: () => number;
  /** How long the victim lives after its first acknowledgement, or after its start, in milliseconds. */
  readonly life: { readonly shortest: number; readonly longest: number };
  start(round: number): Victim;
  /** Called when the victim is dead, with the lines of this round. Throws when a promise is broken. */
  check(acknowledged: readonly string[], round: number): Promise<void>;
}

/** Starts the program, kills it at a random moment, checks what is left; again and again on the same data. */
export async function runKillLoop(loop: KillLoop): Promise<void> {
  const { shortest, longest } = loop.life;
  for (let round = 1; round <= loop.rounds; round++) {
    const victim = loop.start(round);
    const ended = once(victim, 'close');
    const lines = collectLines(victim);
    // Every fifth dies while it is still starting.
    if (loop.random() > 0.2) await Promise.race([once(victim.stdout, 'data'), ended]);
    await pause(shortest + loop.random() * (longest - shortest));
    if (victim.exitCode !== null) throw new Error(`round ${round}: ended by itself with ${victim.exitCode}`);
    victim.kill('SIGKILL');
    await ended;
    await loop.check(lines(), round);
  }
}

/** The whole lines so far. What the kill cut off was not acknowledged. */
function collectLines(victim: Victim): () => string[] {
  let text = '';
  victim.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  return () => text.split('\n').slice(0, -1);
}
