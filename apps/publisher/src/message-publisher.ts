import type { Message } from '#libs/integration-events';

/**
 * A broker that takes messages, at least once. One call at a time: whoever calls waits for the answer before the
 * next call, and that is what keeps messages of one key in order.
 */
export interface MessagePublisher {
  /**
   * Resolves once every message is kept by all replicas that are in sync. Messages of one key are kept in the order
   * given.
   * @throws PublishFailed some, all or none are kept: publish the same again, from the first.
   */
  publish(messages: readonly Message[]): Promise<void>;
  /** Resolves when the broker could take messages now. @throws PublishFailed */
  check(): Promise<void>;
  /** Disconnects from the broker. Later calls fail. Safe to call twice. */
  close(): Promise<void>;
}

/** The broker did not confirm. */
export class PublishFailed extends Error {
  override readonly name = 'PublishFailed';
}
