import { Readable, Writable } from 'node:stream';
import { carryOut } from '../src/carry-out';
import type { Ended } from './admin-process';

/** What a process has of its own, and a command within a test is lent. */
type Lent = 'argv' | 'stdin' | 'stdout' | 'stderr' | 'env';

/** Gathers what is written. */
class Sink extends Writable {
  text = '';

  override _write(chunk: Buffer | string, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

/**
 * Runs a command to its end within the test, one at a time: a process for each takes ten times as long as most commands.
 * docs/operations.md is tried with processes, command by command. Not for what fails in Node itself: the errors that it
 * throws are no Error of the test's realm.
 */
export async function runHere(
  dataDir: string,
  args: readonly string[],
  { settings = {}, input = '' }: { settings?: NodeJS.ProcessEnv; input?: string } = {},
): Promise<Ended> {
  const [output, errors] = [new Sink(), new Sink()];
  const giveBack = lend({
    argv: ['node', 'admin', ...args],
    stdin: Readable.from([input]),
    stdout: output,
    stderr: errors,
    env: { ...process.env, ...settings, DATA_DIR: dataDir },
  });
  try {
    const status = await carryOut();
    return { status, output: output.text, errors: errors.text };
  } finally {
    giveBack();
  }
}

/** Puts these in the place of what the process has, until they are given back. */
function lend(lent: Readonly<Record<Lent, unknown>>): () => void {
  const own = Object.keys(lent).map(
    (name) => [name, Object.getOwnPropertyDescriptor(process, name)] as const,
  );
  for (const [name, value] of Object.entries(lent))
    Object.defineProperty(process, name, { value, configurable: true, writable: true });
  return () => {
    for (const [name, descriptor] of own) Object.defineProperty(process, name, descriptor ?? {});
  };
}
