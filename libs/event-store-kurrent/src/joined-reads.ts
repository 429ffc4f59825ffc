import { within } from './back-off';

/** How long the next read of a stream waits for the one under way, in milliseconds. */
const LONGEST_WAIT = 50;

/**
 * Lets many who read the same at once share a call. Nobody joins a read that has begun, which may miss what was
 * answered since: those who come meanwhile share the next one.
 */
export class JoinedReads<Value> {
  private readonly running = new Map<string, Promise<Value>>();
  private readonly next = new Map<string, Promise<Value>>();

  /** What a read gives that begins now or later. `name` says what is read. */
  take(name: string, read: () => Promise<Value>): Promise<Value> {
    const running = this.running.get(name);
    if (running === undefined) return this.begin(name, read);
    const next = this.next.get(name) ?? this.after(running, name, read);
    this.next.set(name, next);
    return next;
  }

  private async after(running: Promise<Value>, name: string, read: () => Promise<Value>): Promise<Value> {
    // Those who share it are notified how it ended.
    await within(LONGEST_WAIT, running).catch(() => undefined);
    this.next.delete(name);
    return this.begin(name, read);
  }

  private begin(name: string, read: () => Promise<Value>): Promise<Value> {
    const running = read();
    this.running.set(name, running);
    const leave = (): void => {
      if (this.running.get(name) === running) this.running.delete(name);
    };
    running.then(leave, leave);
    return running;
  }
}
