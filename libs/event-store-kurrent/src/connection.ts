import { EventStoreDBClient } from '@eventstore/db-client';
import { StoreUnavailable } from '#libs/event-sourcing';
import { BackOff, within } from './back-off';
import { closeClient, serverVersion } from './client-internals';
import { failureKind, messageOf } from './failures';
import { refusalOf } from './server-version';
import { CLIENT_FAILURES } from './settings';
import type { Timings } from './settings';

/**
 * `connecting`: not reached yet. `connected`. `unreachable`: it failed and is being sought. `refused`: it answers, but
 * may not be used. Calls are refused at once unless connected.
 */
export interface StoreState {
  readonly status: 'connecting' | 'connected' | 'unreachable' | 'refused';
  /** Why it is not connected. */
  readonly reason: string | null;
}

export interface ConnectionOptions {
  readonly url: string;
  readonly timings: Timings;
  readonly onState: (state: StoreState) => void;
  /** What else must hold of a server before it is used. Why it may not be, or null. */
  readonly examine: (client: EventStoreDBClient) => Promise<string | null>;
}

/**
 * The one client of a process or thread, and whether the server behind it is known to answer. After five failures in
 * a row, or 30 s without success, the client is thrown away, calls are refused at once, and a new one is sought until
 * it is found: one bad answer can poison a client of this package for good.
 */
export class Connection {
  private client: EventStoreDBClient | undefined;
  private readonly discarded = new WeakSet<EventStoreDBClient>();
  private failures = 0;
  private lastSuccess = performance.now();
  private readonly closing = new AbortController();
  private seeking: Promise<void> | undefined;
  /** The look at the newest client. */
  private examined: Promise<unknown> = Promise.resolve();
  private tellSettled: () => void = () => undefined;
  /** Resolves when the server has first been found good or been refused. */
  readonly settled = new Promise<void>((resolve) => {
    this.tellSettled = resolve;
  });
  private current: StoreState = { status: 'connecting', reason: 'the event store has not answered yet' };

  constructor(private readonly options: ConnectionOptions) {}

  get state(): StoreState {
    return this.current;
  }

  /** Aborts when the connection is closed for good. */
  get closed(): AbortSignal {
    return this.closing.signal;
  }

  /** Seeks the server until it is found. Resolves when it is connected or closed. */
  connect(): Promise<void> {
    this.seeking ??= this.seek().finally(() => {
      this.seeking = undefined;
    });
    return this.seeking;
  }

  /** Waits while a client is being replaced. @throws StoreUnavailable when the server is known not to answer. */
  async get(): Promise<EventStoreDBClient> {
    if (this.client === undefined && this.current.status === 'connected') await this.examined;
    if (this.client !== undefined) return this.client;
    throw new StoreUnavailable(`the event store does not answer: ${this.current.reason ?? 'it is closed'}`);
  }

  /** To be told of every call that was answered, also with a refusal. */
  succeeded(): void {
    this.failures = 0;
    this.lastSuccess = performance.now();
  }

  /** To be told of every call that was not answered. */
  failed(): void {
    this.failures += 1;
    const isPatienceOver = performance.now() - this.lastSuccess > this.options.timings.clientPatience;
    if (this.failures >= CLIENT_FAILURES || isPatienceOver) this.replaceClient();
  }

  /**
   * Repeats a read that fails until it succeeds or its time is over. A client that is thrown away ends the reads it has
   * under way as if they were complete, so what such a read gave is thrown away too.
   * @throws StoreUnavailable, and what the server says for good.
   */
  async read<Value>(work: (client: EventStoreDBClient) => Promise<Value>): Promise<Value> {
    const { timings } = this.options;
    const until = performance.now() + timings.readBudget;
    const backOff = new BackOff(timings);
    for (;;) {
      try {
        const client = await this.get();
        const value = await work(client);
        if (!this.discarded.has(client)) {
          this.succeeded();
          return value;
        }
      } catch (error) {
        const reason = this.judge(error);
        if (reason === undefined) throw error;
        if (performance.now() >= until) throw new StoreUnavailable(reason, { cause: error });
      }
      await backOff.sleep(this.closed);
    }
  }

  /** Why the store counts as unavailable when a read fails so; undefined when the failure is to be passed on. */
  private judge(error: unknown): string | undefined {
    if (error instanceof StoreUnavailable) return undefined;
    const kind = failureKind(error);
    if (kind === 'denied') {
      throw new StoreUnavailable(`the event store denies access: ${messageOf(error)}`, { cause: error });
    }
    if (kind === 'transient' || kind === 'unknown') this.failed();
    else if (kind !== 'notLeader') this.succeeded();
    const isWorthAnotherTry = kind === 'transient' || kind === 'unknown' || kind === 'notLeader';
    return isWorthAnotherTry ? `the event store does not answer: ${messageOf(error)}` : undefined;
  }

  /** Ends every call. Safe to call twice. */
  async close(): Promise<void> {
    this.closing.abort();
    await this.seeking;
    const { client } = this;
    this.client = undefined;
    this.current = { status: 'unreachable', reason: 'the store is closed' };
    if (client !== undefined) await this.discard(client);
  }

  /** Until the new one has been tried the server counts as being there. */
  private replaceClient(): void {
    const { client } = this;
    if (client === undefined || this.closed.aborted) return;
    this.client = undefined;
    void this.discard(client);
    void this.connect();
  }

  private async seek(): Promise<void> {
    const backOff = new BackOff(this.options.timings);
    while (!this.closed.aborted) {
      const client = EventStoreDBClient.connectionString(this.options.url);
      const examining = this.examine(client);
      this.examined = examining;
      const state = await examining;
      if (state.status === 'connected') return;
      await this.discard(client);
      await backOff.sleep(this.closed);
    }
  }

  private async examine(client: EventStoreDBClient): Promise<StoreState> {
    const state = await this.stateBehind(client);
    if (state.status === 'connected' && !this.closed.aborted) {
      this.client = client;
      this.succeeded();
    }
    this.move(state);
    return state;
  }

  private async stateBehind(client: EventStoreDBClient): Promise<StoreState> {
    const { readSilence } = this.options.timings;
    try {
      const version = await within(readSilence, serverVersion(client));
      const reason = refusalOf(version) ?? (await this.options.examine(client));
      return reason === null ? { status: 'connected', reason } : { status: 'refused', reason };
    } catch (error) {
      return { status: 'unreachable', reason: messageOf(error) };
    }
  }

  /** A client whose server is gone may not even close: its calls have failed already, and nobody waits for it. */
  private async discard(client: EventStoreDBClient): Promise<void> {
    this.discarded.add(client);
    await within(1_000, closeClient(client)).catch(() => undefined);
  }

  private move(state: StoreState): void {
    const { status, reason } = this.current;
    this.current = state;
    if (state.status !== 'unreachable') this.tellSettled();
    if (state.status !== status || state.reason !== reason) this.options.onState(state);
  }
}
