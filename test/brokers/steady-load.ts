import { setTimeout as pause } from 'node:timers/promises';
import { ApiClient } from '../server/api-client';

/** Movements that one request brings, and the pause after it. */
const LINES = 40;
const PAUSE = 60;

/** Sends movements part by part to a server that comes and goes; what got no answer is sent again. */
export class SteadyLoad {
  private isStopped = false;
  sent = 0;

  constructor(
    private readonly lines: Iterator<string>,
    private readonly token: string,
    /** Where the server listens now. */
    private readonly address: () => string,
  ) {}

  /** Runs until it is stopped. @throws Error when the server refuses a movement. */
  async run(): Promise<void> {
    while (!this.isStopped) {
      const part = this.nextPart();
      if (part === '') return;
      while (!(await this.send(part))) await pause(PAUSE);
      this.sent += LINES;
      await pause(PAUSE);
    }
  }

  stop(): void {
    this.isStopped = true;
  }

  private nextPart(): string {
    let part = '';
    for (let line = 0; line < LINES; line += 1) {
      const next = this.lines.next();
      if (next.done !== true) part += next.value;
    }
    return part;
  }

  /** False when the connection broke: nobody knows what was taken. */
  private async send(part: string): Promise<boolean> {
    let answers;
    try {
      answers = await new ApiClient(this.address(), this.token).import(part);
    } catch {
      // The server was killed under the request; the same keys are sent again and act once.
      return false;
    }
    const refused = answers.find(({ status }) => status !== 200 && status < 500);
    if (refused !== undefined) throw new Error(`refused: ${JSON.stringify(refused)}`);
    return answers.every(({ status }) => status === 200);
  }
}
