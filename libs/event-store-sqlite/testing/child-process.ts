import { spawn } from 'node:child_process';
import { endWithTests } from '../../../test/server/end-with-tests';

/** What a process left behind. */
interface Ended {
  readonly status: number | null;
  readonly output: string;
  readonly errors: string;
}

/** Runs a script in a process of its own that can load the libraries, behind an optional command such as a limit. */
export function runScript(script: string, before = ''): Promise<Ended> {
  const command = `${before} exec "$0" --disable-warning=ExperimentalWarning -C source -r @swc-node/register -e "$1"`;
  const child = spawn('sh', ['-c', command, process.execPath, script], { stdio: ['ignore', 'pipe', 'pipe'] });
  endWithTests(child);
  return new Promise((resolve, reject) => {
    let [output, errors] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    child.on('error', reject);
    child.on('close', (status) => {
      resolve({ status, output, errors });
    });
  });
}
