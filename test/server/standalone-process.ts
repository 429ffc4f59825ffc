/* Test fixture: the built server as a process. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { endWithTests } from './end-with-tests';

/** Everything runs through npm, in the project's root. */
const ROOT = process.cwd();
const MAIN = join(ROOT, 'dist', 'apps', 'standalone', 'src', 'main.js');
/** As `npm start` runs it. */
const FLAGS = [
  '--expose-gc',
  '--max-semi-space-size=16',
  '--no-parallel-scavenge',
  '--max-old-space-size=256',
  '--heap-growing-percent=200',
];
const LISTENS = /^truckflow listens on (\S+),/;

/** The built standalone server in a process of its own, to be used and to be killed. */
export class StandaloneProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly address: string,
    private readonly lines: readonly string[],
  ) {}

  /** Starts it and waits until it listens. @throws Error with its exit code and what it said when it ends before. */
  static async start(
    environment: Readonly<Record<string, string>>,
    { withMessages = false } = {},
  ): Promise<StandaloneProcess> {
    const server = spawn(process.execPath, [...FLAGS, MAIN], {
      cwd: ROOT,
      // Whoever wants another store than the embedded one says so.
      env: { ...process.env, EVENTSTORE_URL: '', MALLOC_ARENA_MAX: '2', LOG_LEVEL: 'warn', ...environment },
      stdio: ['ignore', 'pipe', 'pipe', ...(withMessages ? (['ipc'] as const) : [])],
    });
    const child = endWithTests(server);
    const said: string[] = [];
    if (child.stderr === null || child.stdout === null) throw new Error('no pipes to the server');
    child.stderr.setEncoding('utf8').on('data', (text: string) => said.push(text));
    const lines = createInterface({ input: child.stdout });
    const address = await new Promise<string | undefined>((resolve) => {
      lines.on('line', (line) => {
        said.push(`${line}\n`);
        const listening = LISTENS.exec(line)?.[1];
        if (listening !== undefined) resolve(listening);
      });
      lines.once('close', () => {
        resolve(undefined);
      });
    });
    if (address === undefined)
      throw new Error(`the server did not start (exit code ${await exitCodeOf(child)}): ${said.join('')}`);
    child.stderr.removeAllListeners('data').pipe(process.stderr);
    return new StandaloneProcess(child, address, said);
  }

  /** What it has logged. */
  get said(): string {
    return this.lines.join('');
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Sends it a message; resolves once it answered. Only where it was started with messages. */
  async tell(message: object): Promise<void> {
    const answered = once(this.child, 'message');
    this.child.send(message);
    await answered;
  }

  /** Ends it at once, as a power cut ends a process. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Lets it finish what is in flight. */
  async stop(): Promise<void> {
    await this.end('SIGTERM');
  }

  /** Resolves when the process has ended, with its exit code. */
  ended(): Promise<number | null> {
    return exitCodeOf(this.child);
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    this.child.kill(signal);
    await this.ended();
  }
}

/** Null for a process that was killed. */
async function exitCodeOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode;
}
