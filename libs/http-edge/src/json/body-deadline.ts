import type { IncomingMessage } from 'node:http';

const SWEEP_MS = 2000;

/**
 * Cuts connections whose body takes longer than BODY_SECONDS (F-54). Node has one request timeout for the whole server, and
 * imports need ten minutes, so the short one is kept here: one sweep every two seconds instead of a timer a request.
 */
export class BodyDeadline {
  private readonly since = new Map<IncomingMessage, number>();
  private readonly timer = setInterval(() => {
    this.sweep(performance.now());
  }, SWEEP_MS).unref();

  constructor(private readonly seconds: number) {}

  begin(message: IncomingMessage): void {
    this.since.set(message, performance.now());
  }

  end(message: IncomingMessage): void {
    this.since.delete(message);
  }

  sweep(now: number): void {
    for (const [message, since] of this.since) {
      if (now - since < this.seconds * 1000) break; // in order of their beginning
      this.since.delete(message);
      if (!message.complete) message.socket.destroy();
    }
  }

  close(): void {
    clearInterval(this.timer);
  }
}
