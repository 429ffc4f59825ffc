import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { endWithTests } from '../server/end-with-tests';

const MAIN = join(process.cwd(), 'dist', 'apps', 'publisher', 'src', 'main.js');
/** As `npm run publisher` runs it. */
const FLAGS = ['--max-semi-space-size=4', '--no-parallel-scavenge', '--max-old-space-size=96'];
const LISTENS = /^truckflow publisher: probes and metrics on (\S+)$/;

/** The built publisher in a process of its own. */
export class PublisherProcess {
  private constructor(
    private readonly child: ChildProcess,
    private readonly address: string,
  ) {}

  /**
   * Starts it and waits until it listens. In a hurry it waits so many times shorter whenever it waits for a time.
   * @throws Error with what it said when it ends before.
   */
  static async start(environment: Readonly<Record<string, string>>, hurry = 1): Promise<PublisherProcess> {
    const own = { MALLOC_ARENA_MAX: '2', PORT: '0', LOG_LEVEL: 'warn' };
    const env = { ...process.env, ...own, ...environment };
    const parts = [...FLAGS, `--import=${hurried(hurry)}`, MAIN];
    const child = endWithTests(spawn(process.execPath, parts, { env, stdio: ['ignore', 'pipe', 'inherit'] }));
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
    const value = new RegExp(`^${name} (\\S+)$`, 'm').exec(await this.metrics())?.[1];
    if (value === undefined) throw new Error(`there is no metric ${name}`);
    return Number(value);
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Events that the broker confirmed since it started. */
  async published(): Promise<number> {
    const counts = (await this.metrics()).matchAll(/^truckflow_relay_published_total\{.*\} (\d+)$/gm);
    return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
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

  private async metrics(): Promise<string> {
    return (await fetch(`${this.address}/metrics`)).text();
  }
}

/** A module that makes every pause of the process shorter: so an hour's attempts fit into minutes. */
function hurried(times: number): string {
  const source =
    `import timers from 'node:timers/promises'; const pause = timers.setTimeout;` +
    `timers.setTimeout = (time, ...rest) => pause(time / ${times}, ...rest);`;
  return `data:text/javascript,${encodeURIComponent(source)}`;
}
