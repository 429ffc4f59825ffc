/* Cache invalidation: one read of the end of the log for all commands that wait for it. */
import { isDeepStrictEqual } from 'node:util';
import { BACKWARDS, END, START } from '@eventstore/db-client';
import type { AllStreamRecordedEvent, ReadAllOptions } from '@eventstore/db-client';
import { within } from './back-off';
import { collect } from './collect';
import type { Connection } from './connection';
import type { KurrentReader } from './event-reader';
import { isInvalidPosition } from './failures';
import type { RememberedStreams } from './remembered-streams';

/** How long the next read waits for the one under way, in milliseconds. */
const LONGEST_WAIT = 200;
/** How many new events, of any stream, cost more than to forget what is remembered. */
const MOST_NEWS = 500;

/**
 * Keeps what is remembered of streams up to date from the end of the log: one read brings the new events of all streams
 * for everybody who waits for it. Each begins with the last event that is known, so that a log that has gone back, or
 * is another one, is noticed; then everything is forgotten.
 */
export class LogTail {
  /** The last event that was read, whoever wrote it. */
  private reached: AllStreamRecordedEvent | 'start' | undefined;
  private running: Promise<void> = Promise.resolve();
  private next: Promise<void> | undefined;
  /** Reads that have begun, and the last of them that is done. */
  private count = 0;
  private done = 0;
  /** How often it has begun at an end of the log. */
  private beginning = 0;

  constructor(
    private readonly connection: Connection,
    private readonly reader: KurrentReader,
    private readonly memory: RememberedStreams,
  ) {}

  /** All that is remembered is of another log. */
  forget(): void {
    this.beginning += 1;
    this.reached = undefined;
    this.memory.clear();
  }

  /** Resolves when there is a position from which new events are read. */
  async begun(): Promise<void> {
    if (this.reached === undefined) await this.upToDate();
  }

  /**
   * Resolves when everything is remembered whose append was answered before this call. Nobody joins a read that has
   * begun: those who come meanwhile share the next.
   */
  upToDate(): Promise<void> {
    this.next ??= this.readAfter(this.running);
    return this.next;
  }

  /** The same as of now, asked for later: any read that has begun since will do. */
  upToDateSince(): () => Promise<void> {
    const { count } = this;
    return async () => {
      if (this.done <= count) await this.upToDate();
    };
  }

  private async readAfter(running: Promise<void>): Promise<void> {
    // Those who share it are notified how it ended; one that hangs delays nobody else.
    await within(LONGEST_WAIT, running).catch(() => undefined);
    // Who asks in the same turn of the event loop shares it too.
    await new Promise((resolve) => setImmediate(resolve));
    this.running = this.next ?? running;
    this.next = undefined;
    const count = (this.count += 1);
    const { beginning } = this;
    const news = await this.news();
    // What was read of a log that is another one by now says nothing.
    if (beginning !== this.beginning) return this.upToDate();
    if (news === undefined || news.length > MOST_NEWS) await this.beginAtEnd();
    else for (const event of news) this.take(event);
    this.done = Math.max(this.done, count);
  }

  /** Two reads at once bring the same. */
  private take(event: AllStreamRecordedEvent): void {
    if (event.position.commit <= this.memory.upTo) return;
    const shown = this.reader.shown(event);
    if (shown !== undefined) this.memory.take(shown);
    this.reach(event);
  }

  private reach(event: AllStreamRecordedEvent): void {
    this.reached = event;
    this.memory.upTo = event.position.commit;
  }

  private async beginAtEnd(): Promise<void> {
    const [last] = await this.read({ direction: BACKWARDS, fromPosition: END, maxCount: 1 });
    this.forget();
    this.reached = 'start';
    if (last !== undefined) this.reach(last);
  }

  /** Undefined where the event that was reached is not, or nothing can be, at its place. */
  private async news(): Promise<AllStreamRecordedEvent[] | undefined> {
    const { reached } = this;
    if (reached === undefined) return undefined;
    if (reached === 'start') return this.read({ fromPosition: START, maxCount: MOST_NEWS + 1 });
    try {
      const [first, ...news] = await this.read({ fromPosition: reached.position, maxCount: MOST_NEWS + 2 });
      // A command that was sent again to a log that went back has its ids and perhaps its place, and another time.
      return isDeepStrictEqual(first, reached) ? news : undefined;
    } catch (error) {
      if (isInvalidPosition(error)) return undefined;
      throw error;
    }
  }

  private read(options: ReadAllOptions): Promise<AllStreamRecordedEvent[]> {
    return this.connection.read(async (client, silence) => {
      const events: AllStreamRecordedEvent[] = [];
      await collect(client.readAll({ ...options, requiresLeader: true }), silence, ({ event }) => {
        if (event !== undefined) events.push(event);
      });
      return events;
    });
  }
}
