import { setTimeout as sleep } from 'node:timers/promises';
import type { Message } from '#libs/integration-events';
import { PublishFailed } from '../src/message-publisher';
import type { MessagePublisher } from '../src/message-publisher';

/** Odds, from 0 to 1, of what may become of one call. */
export interface Odds {
  /** Kept, but the answer is lost. */
  readonly answerLost: number;
  /** Only a part of the topics is kept, and there is no answer. */
  readonly halfKept: number;
}

/**
 * A broker in memory that keeps messages as a real one does: whole per topic and call, in the order they came. Any
 * number of publishers may hold on to it.
 */
export class FakeBroker {
  private readonly kept = new Map<string, Message[]>();
  private isUp = true;
  private odds: Odds = { answerLost: 0, halfKept: 0 };
  /** Milliseconds until it answers. */
  delay = 0;

  constructor(private readonly random: () => number = () => 1) {}

  stop(): void {
    this.isUp = false;
  }

  start(): void {
    this.isUp = true;
  }

  fail(odds: Partial<Odds>): void {
    this.odds = { answerLost: 0, halfKept: 0, ...odds };
  }

  /** What it kept of one topic, or of all, in the order it came within a topic. */
  messages(topic?: string): readonly Message[] {
    return topic === undefined ? [...this.kept.values()].flat() : (this.kept.get(topic) ?? []);
  }

  publisher(): MessagePublisher {
    let isClosed = false;
    const attempt = async (keep: () => void): Promise<void> => {
      if (this.delay > 0) await sleep(this.delay);
      await Promise.resolve();
      if (isClosed) throw new PublishFailed('the publisher is closed');
      if (!this.isUp) throw new PublishFailed('the broker does not answer');
      keep();
    };
    return {
      publish: (messages) =>
        attempt(() => {
          this.take(messages);
        }),
      check: () => attempt(() => undefined),
      close: () => {
        isClosed = true;
        return Promise.resolve();
      },
    };
  }

  private take(messages: readonly Message[]): void {
    const topics = [...new Set(messages.map(({ topic }) => topic))];
    const isHalf = this.random() < this.odds.halfKept;
    for (const topic of isHalf ? topics.slice(1) : topics) {
      const own = this.kept.get(topic) ?? [];
      this.kept.set(topic, own);
      own.push(...messages.filter((message) => message.topic === topic));
    }
    if (isHalf || this.random() < this.odds.answerLost) throw new PublishFailed('the answer was lost');
  }
}
