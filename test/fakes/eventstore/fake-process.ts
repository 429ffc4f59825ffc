import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { endWithTests } from '../../server/end-with-tests';

const LOADER = ['--disable-warning=ExperimentalWarning', '-C', 'source', '-r', '@swc-node/register'];
const SERVE = join(__dirname, 'serve.ts');

/** The fake in a process of its own: to be frozen, killed, and used by several other processes. */
export class FakeEventStoreProcess {
  private constructor(
    private readonly child: ChildProcess,
    /** Connection string. */
    readonly url: string,
  ) {}

  /** `options` as `serve.ts` reads them. */
  static async start(options: object = {}): Promise<FakeEventStoreProcess> {
    // The sources are loaded as they are, whatever the process that asks for it runs.
    const server = spawn(
      process.execPath,
      [...LOADER, SERVE.replace(/\bdist\//, ''), JSON.stringify(options)],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const child = endWithTests(server);
    for await (const line of createInterface({ input: child.stdout })) {
      child.stdout.resume();
      return new FakeEventStoreProcess(child, line);
    }
    throw new Error('the fake event store did not start');
  }

  /** Stops answering without closing a connection. */
  freeze(): void {
    this.child.kill('SIGSTOP');
  }

  thaw(): void {
    this.child.kill('SIGCONT');
  }

  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await exited;
  }
}
