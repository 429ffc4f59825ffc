import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { endWithTests } from '../../../test/server/end-with-tests';

/** Everything runs through npm, in the project's root. */
const MAIN = join(process.cwd(), 'dist', 'apps', 'admin', 'src', 'main.js');

/** What a command left behind. `status` null: it was killed. */
export interface Ended {
  readonly status: number | null;
  readonly output: string;
  readonly errors: string;
}

export interface AdminRun {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** Starts the built command line on a data folder. `before`: a shell prefix that it runs behind. */
export function startAdmin(
  dataDir: string,
  args: readonly string[],
  { before = 'exec', settings = {} }: { before?: string; settings?: NodeJS.ProcessEnv } = {},
): AdminRun {
  const command = `${before} "$0" --disable-warning=ExperimentalWarning "$@"`;
  const child = spawn('sh', ['-c', command, process.execPath, MAIN, ...args], {
    env: { ...process.env, ...settings, DATA_DIR: dataDir },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  endWithTests(child);
  const ended = new Promise<Ended>((resolve, reject) => {
    let [output, errors] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    child.on('error', reject);
    child.on('close', (status) => {
      resolve({ status, output, errors });
    });
  });
  return { child, ended };
}

/** Runs it to its end. */
export function runAdmin(dataDir: string, ...args: readonly string[]): Promise<Ended> {
  const { child, ended } = startAdmin(dataDir, args);
  child.stdin?.end();
  return ended;
}
