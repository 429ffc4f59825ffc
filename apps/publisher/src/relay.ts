/* The relay: follows the log, translates, publishes, and moves the checkpoint. */
import { setTimeout as sleep } from 'node:timers/promises';
import { markOf, requireMarked } from '#libs/event-sourcing';
import type { EventStore, RecordedEvent } from '#libs/event-sourcing';
import { messageOf, Translator } from '#libs/integration-events';
import type { IntegrationEvent } from '#libs/integration-events';
import { batches } from './batches';
import { Superseded } from './checkpoint-stream';
import type { CheckpointStream, StoredCheckpoint } from './checkpoint-stream';
import { Lease } from './lease';
import type { LeaseOptions } from './lease';
import type { MessagePublisher } from './message-publisher';
import { PublishedEvents } from './published-events';
import type { LostEvents, PublishedEvent } from './published-events';
import { isForked, requireNoSuccessor } from './watch';
import type { Watch } from './watch';

/** What the relay does now. */
export interface RelayStatus {
  readonly state: 'STANDBY' | 'ACTIVE' | 'FAILING' | 'STOPPED';
  readonly epoch: number;
  /** Everything up to here was confirmed by the broker, as far as this process knows. */
  readonly position: bigint;
  /** When the oldest event that waits was recorded; null when none is known to wait. */
  readonly waitingSince: string | null;
}

export interface RelayEvents {
  readonly onPublished?: (events: readonly IntegrationEvent[]) => void;
  /** Something failed and is tried again; nothing is passed over. */
  readonly onFailed?: (error: Error) => void;
  readonly onState?: (status: RelayStatus) => void;
  /** The log is another one, or has gone back from `position`; what is there now is published from its own checkpoint. */
  readonly onFork?: (fork: LostEvents & { readonly position: bigint }) => void;
}

export interface RelayOptions extends LeaseOptions {
  readonly store: EventStore;
  readonly checkpoints: CheckpointStream;
  readonly publisher: MessagePublisher;
  readonly events?: RelayEvents;
  /** Milliseconds from a confirmation to the checkpoint that covers it, at most. */
  readonly checkpointAfter: number;
  /** Events read from the log at once: what the memory holds. */
  readonly batchSize?: number;
  /** Longest pause between two attempts, in milliseconds. */
  readonly longestPause?: number;
}

const BATCH = 500;
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 5_000;

/** An event for the broker, and its position in the log. */
interface Translated extends PublishedEvent {
  readonly event: IntegrationEvent;
}

/**
 * Takes the log to the broker: reads a batch, translates it, publishes it, waits for the confirmation, and only then
 * goes on; its checkpoint follows at a bounded distance. So nothing is lost, what is said twice has equal ids, and the
 * order per key is that of the log (P-14). Memory holds one batch, however long the broker is unavailable.
 */
export class Relay {
  private translator: Translator;
  private readonly published = new PublishedEvents();
  private readonly lease: Lease;
  private failures = 0;
  private current: RelayStatus = { state: 'STANDBY', epoch: 0, position: -1n, waitingSince: null };

  constructor(private readonly options: RelayOptions) {
    this.translator = new Translator(options.store);
    this.lease = new Lease(options);
  }

  get status(): RelayStatus {
    return this.current;
  }

  /** Runs until the signal aborts, whatever fails; then the batch in hand is finished and the lease given back. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        const checkpoint = await this.lease.acquire(signal, () => {
          this.tell({ state: 'STANDBY', waitingSince: null });
        });
        if (checkpoint !== undefined) await this.hold(checkpoint, signal);
      } catch (error) {
        await this.recover(error, signal);
      }
    }
    this.tell({ state: 'STOPPED', waitingSince: null });
  }

  /** Publishes until another one takes over. After a failure it waits and begins again, without what it had read. */
  private async hold(checkpoint: StoredCheckpoint, signal: AbortSignal): Promise<void> {
    const { position, mark } = checkpoint;
    const watch: Watch = { checkpoint, position, mark, unsavedSince: null };
    this.tell({ state: 'ACTIVE', epoch: checkpoint.epoch, position: watch.position });
    for (;;) {
      try {
        await this.follow(watch, signal);
        await this.save(watch, true);
        return;
      } catch (error) {
        if (signal.aborted && !(error instanceof Superseded)) throw error;
        if (await isForked(error, watch, this.options.store)) return this.leave(watch, signal);
        if (error instanceof Superseded) {
          this.tell({ state: 'STANDBY', waitingSince: null });
          return;
        }
        await this.recover(error, signal);
      }
    }
  }

  /** Gives up a log that is no longer there; the lease is sought anew in the one that is. */
  private async leave({ position }: Watch, signal: AbortSignal): Promise<void> {
    const { store, events } = this.options;
    this.tell({ state: 'STANDBY', waitingSince: null });
    this.translator = new Translator(store);
    this.lease.beginAnew();
    for (let isTold = false; !isTold && !signal.aborted;) {
      try {
        events?.onFork?.({ position, ...(await this.published.takeLost(store)) });
        isTold = true;
      } catch (error) {
        await this.recover(error, signal);
      }
    }
  }

  private async follow(watch: Watch, signal: AbortSignal): Promise<void> {
    await this.requireLease(watch);
    if (watch.mark !== undefined) await requireMarked(this.options.store, watch.mark);
    if (this.current.waitingSince === null) this.tell({ state: 'ACTIVE' });
    const { store, batchSize = BATCH } = this.options;
    const ended = new AbortController();
    const either = AbortSignal.any([signal, ended.signal]);
    const place = watch.mark ?? watch.position;
    const log = store.subscribe(place, { batchSize, signal: either })[Symbol.asyncIterator]();
    let next = log.next();
    try {
      for (;;) {
        const turn = await this.sooner(next, watch);
        if (turn === 'DUE') {
          await this.save(watch, false);
          continue;
        }
        if (turn.done === true) return;
        requireNoSuccessor(turn.value, watch);
        await this.publish(turn.value, watch);
        next = log.next();
      }
    } finally {
      ended.abort();
      // A batch that was asked for before the failure is read again, and how that asking ends changes nothing.
      next.catch(() => undefined);
      // A log that waits with a batch in hand does not notice by itself: left there it would hold a connection for ever.
      log.return?.().catch(() => undefined);
    }
  }

  /** The next batch, or the moment in which the checkpoint is due. */
  private async sooner<Turn>(next: Promise<Turn>, { unsavedSince }: Watch): Promise<Turn | 'DUE'> {
    if (unsavedSince === null) return next;
    const left = unsavedSince + this.options.checkpointAfter - performance.now();
    if (left <= 0) return 'DUE';
    const timer = new AbortController();
    const due = sleep(left, 'DUE' as const, { signal: timer.signal }).catch(() => 'DUE' as const);
    return Promise.race([next, due]).finally(() => {
      timer.abort();
    });
  }

  private async publish(batch: readonly RecordedEvent[], watch: Watch): Promise<void> {
    const translated = await this.translate(batch);
    const events = translated.map(({ event }) => event);
    let sent = 0;
    for (const messages of batches(events.map(messageOf))) {
      await this.options.publisher.publish(messages);
      this.published.add(translated.slice(sent, (sent += messages.length)));
      watch.unsavedSince ??= performance.now();
    }
    const last = batch.at(-1);
    if (last !== undefined) [watch.position, watch.mark] = [last.position, markOf(last)];
    this.failures = 0;
    this.tell({ state: 'ACTIVE', position: watch.position, waitingSince: null });
    if (events.length > 0) this.options.events?.onPublished?.(events);
  }

  /** What waits from now on, the oldest first. */
  private async translate(batch: readonly RecordedEvent[]): Promise<readonly Translated[]> {
    const events: Translated[] = [];
    for (const stored of batch) {
      const event = await this.translator.translate(stored);
      if (event === undefined) continue;
      if (events.length === 0) this.tell({ waitingSince: stored.metadata.recordTime });
      events.push({ position: stored.position, id: event.id, event });
    }
    return events;
  }

  /** Never before the confirmation, and only when there was one: checkpoints themselves are not worth a checkpoint. */
  private async save(watch: Watch, released: boolean): Promise<void> {
    if (watch.unsavedSince === null && !released) return;
    const { epoch, holder } = watch.checkpoint;
    const { position, mark } = watch;
    const next = { epoch, holder, position, ...(mark === undefined ? {} : { mark }), released };
    watch.checkpoint = await this.options.checkpoints.append(watch.checkpoint, next);
    watch.unsavedSince = null;
  }

  /** After a failure somebody else may have taken over meanwhile. @throws Superseded */
  private async requireLease({ checkpoint }: Watch): Promise<void> {
    if (this.failures === 0) return;
    const { revision } = await this.options.checkpoints.latest();
    if (revision !== checkpoint.revision) throw new Superseded('taken over while this publisher was failing');
  }

  private async recover(error: unknown, signal: AbortSignal): Promise<void> {
    const failure = error instanceof Error ? error : new Error(String(error));
    this.tell({ state: 'FAILING' });
    this.options.events?.onFailed?.(failure);
    const { longestPause = LONGEST_PAUSE } = this.options;
    const pause = Math.min(longestPause, FIRST_PAUSE * 2 ** Math.min(this.failures, 16));
    this.failures += 1;
    // Half of it by chance, so that several that lost the same broker do not come back in step.
    await sleep(pause * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => undefined);
  }

  private tell(change: Partial<RelayStatus>): void {
    const before = this.current.state;
    this.current = { ...this.current, ...change };
    if (this.current.state !== before) this.options.events?.onState?.(this.current);
  }
}
