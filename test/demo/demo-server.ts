import { SetClock } from '#libs/platform';
import { StandaloneProcess } from '../server/standalone-process';

/** A server whose clock the demo sets, and a clock here that shows the same. */
export class DemoServer {
  private readonly clock: SetClock;
  private stopped = false;

  private constructor(
    private readonly process: StandaloneProcess,
    at: string,
  ) {
    this.clock = new SetClock(at, 0);
  }

  static async start(environment: Readonly<Record<string, string>>, at: string): Promise<DemoServer> {
    const settings = { ...environment, CLOCK_AT: at, CLOCK_SPEED: '0' };
    return new DemoServer(await StandaloneProcess.start(settings, { withMessages: true }), at);
  }

  get address(): string {
    return this.process.address;
  }

  /** What the server's clock shows, in epoch milliseconds. */
  get now(): number {
    return Date.parse(this.clock.now());
  }

  /** Resolves once the server goes by it. */
  async setClock(at: string, speed: number): Promise<void> {
    await this.process.tell({ clock: { at, speed } });
    this.clock.set(at, speed);
  }

  get isStopped(): boolean {
    return this.stopped;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.process.stop();
  }

  ended(): Promise<number | null> {
    return this.process.ended();
  }
}
