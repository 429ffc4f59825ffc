import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const MAIN = join(process.cwd(), 'dist', 'apps', 'publisher', 'src', 'main.js');
const LISTENS = /^truckflow publisher: probes and metrics on (\S+)$/;

/** The built publisher in a process of its own. */
export class PublisherProcess {
  private constructor(
    private readonly child: ChildProcess,
    private readonly address: string,
  ) {}

  /** Starts it and waits until it listens. @throws Error with what it said when it ends before. */
  static async start(environment: Readonly<Record<string, string>>): Promise<PublisherProcess> {
    const env = { ...process.env, PORT: '0', LOG_LEVEL: 'warn', ...environment };
    const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    const said: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      const address = LISTENS.exec(line)?.[1];
      if (address !== undefined) {
        child.stdout.resume();
        return new PublisherProcess(child, address);
      }
      said.push(line);
    }
    throw new Error(`the publisher did not start: ${said.join('\n')}`);
  }

  /** The value of one of its metrics without labels. */
  async metric(name: string): Promise<number> {
    const text = await (await fetch(`${this.address}/metrics`)).text();
    const value = new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1];
    if (value === undefined) throw new Error(`there is no metric ${name}`);
    return Number(value);
  }

  /** HTTP status of a probe. */
  async probe(path: string): Promise<number> {
    return (await fetch(this.address + path)).status;
  }

  /** Ends it by a signal. Its exit code; null after a kill. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return this.child.exitCode;
    const ended = once(this.child, 'exit');
    this.child.kill(signal);
    await ended;
    return this.child.exitCode;
  }
}
