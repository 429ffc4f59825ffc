import { setTimeout as sleep } from 'node:timers/promises';
import type { EventReader } from '#libs/event-sourcing';
import { isInternal } from '#libs/integration-events';
import type { CheckpointStream, StoredCheckpoint } from './checkpoint-stream';
import { Superseded } from './checkpoint-stream';
import type { MessagePublisher } from './message-publisher';

export interface LeaseOptions {
  readonly store: Pick<EventReader, 'readAll'>;
  readonly checkpoints: CheckpointStream;
  readonly publisher: Pick<MessagePublisher, 'check'>;
  /** The store admits one process only, so nobody else can be active. */
  readonly exclusive: boolean;
  /** Milliseconds that a backlog must lie still before a standby takes over. */
  readonly takeoverAfter: number;
}

const LOOKS_BEFORE_TAKEOVER = 8;
const PEEK = 100;

/**
 * The lease to publish: it belongs to the one whose checkpoint is the last. A standby takes over when the holder released
 * it, or when there was something to publish for a while, the checkpoint did not move, and the broker answers the
 * standby. While nothing is to be published nobody has to renew it, so an idle border adds nothing to the log.
 */
export class Lease {
  private isFirst = true;
  private stalled: { readonly revision: unknown; readonly since: number } | undefined;

  constructor(private readonly options: LeaseOptions) {}

  /**
   * Waits until this process is the active one; `onLooked` is called after each look at the checkpoints before that.
   * Undefined when the signal aborts first. Rejects as the store does.
   */
  async acquire(signal: AbortSignal, onLooked: () => void): Promise<StoredCheckpoint | undefined> {
    const { checkpoints, takeoverAfter } = this.options;
    for (;;) {
      if (signal.aborted) return undefined;
      const latest = await checkpoints.latest();
      if (await this.mayTake(latest)) {
        const taken = await this.take(latest);
        if (taken !== undefined) return taken;
      }
      onLooked();
      const pause = takeoverAfter / LOOKS_BEFORE_TAKEOVER;
      await sleep(pause, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Only the start of a process under the holder's name is its restart; who was superseded waits like any other. */
  private async mayTake(latest: StoredCheckpoint): Promise<boolean> {
    const { exclusive, checkpoints, takeoverAfter } = this.options;
    const { isFirst } = this;
    this.isFirst = false;
    if (exclusive || latest.released || (isFirst && latest.holder === checkpoints.holder)) return true;
    if (!(await this.hasBacklog(latest.position))) {
      this.stalled = undefined;
      return false;
    }
    const now = performance.now();
    if (this.stalled?.revision !== latest.revision) this.stalled = { revision: latest.revision, since: now };
    return now - this.stalled.since >= takeoverAfter && this.reachesBroker();
  }

  /** To be called when the log is another one: who holds the lease in that one may have been this process. */
  beginAnew(): void {
    this.isFirst = true;
    this.stalled = undefined;
  }

  private async hasBacklog(position: bigint): Promise<boolean> {
    const events = await this.options.store.readAll(position, PEEK);
    return events.some(({ type }) => !isInternal(type)) || events.length === PEEK;
  }

  /** Without the broker a change of hands would help nobody. */
  private async reachesBroker(): Promise<boolean> {
    return this.options.publisher.check().then(
      () => true,
      () => false,
    );
  }

  private async take(latest: StoredCheckpoint): Promise<StoredCheckpoint | undefined> {
    const { checkpoints } = this.options;
    this.stalled = undefined;
    const { epoch, revision: _, ...stood } = latest;
    const next = { ...stood, epoch: epoch + 1, holder: checkpoints.holder, released: false };
    try {
      return await checkpoints.append(latest, next);
    } catch (error) {
      if (error instanceof Superseded) return undefined;
      throw error;
    }
  }
}
