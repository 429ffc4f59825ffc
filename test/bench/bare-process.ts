import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { extname, join } from 'node:path';
import { createInterface } from 'node:readline';

const EXTENSION = extname(__filename);
const LOADER = EXTENSION === '.ts' ? ['-C', 'source', '-r', '@swc-node/register'] : [];

/** A bare server in a process of its own, so that both sides have the same place on the machine. */
export class BareProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly address: string,
    readonly pid: number,
  ) {}

  static async start(name: 'echo-server' | 'bare-reader', ...args: readonly string[]): Promise<BareProcess> {
    const main = join(__dirname, `${name}${EXTENSION}`);
    const child = spawn(process.execPath, [...LOADER, main, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
    for await (const address of createInterface({ input: child.stdout })) {
      return new BareProcess(child, address, child.pid ?? 0);
    }
    throw new Error(`the ${name} did not start`);
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.stdin?.end();
    await ended;
  }
}
