/* Connection to EventStoreDB: one client at a time, liveness checks, failover to a fresh client. */
import type { EventStoreDBClient } from '@eventstore/db-client';
import { StoreUnavailable } from '#libs/event-sourcing';
import { BackOff, NoAnswer, within } from './back-off';
import { closeClient, watchConnections } from './client-internals';
import { failureKind, messageOf } from './failures';
import { openClient } from './open-client';
import { refused, ServerCheck, SILENT } from './server-check';
import type { ServerCheckOptions, StoreState } from './server-check';
import { CLIENT_FAILURES, withOwnConnection } from './settings';

export interface ConnectionOptions extends ServerCheckOptions {
  readonly onState: (state: StoreState) => void;
}

/** What the last attempt of a read gets of a time that is nearly over, in milliseconds. */
const SHORTEST_SILENCE = 500;

/**
 * The one client of a process or thread, and whether the server behind it is known to be gone. A busy server is silent
 * for moments, and one bad answer can poison a client of this package for good: after a silence, five failures in a
 * row, or 30 s without success, a fresh client is tried beside the old one. If it is answered it takes the old one's
 * place, unless that one was answered meanwhile. If it cannot connect, or hears nothing either and five calls in a row
 * have failed, the server is gone: calls are refused at once, until a fresh client is answered.
 */
export class Connection {
  private client: EventStoreDBClient | undefined;
  private readonly discarded = new WeakSet<EventStoreDBClient>();
  private failures = 0;
  private lastSuccess = performance.now();
  private tried = 0;
  private readonly check: ServerCheck;
  private readonly closing = new AbortController();
  private seeking: Promise<void> | undefined;
  private tellSettled: () => void = () => undefined;
  /** Resolves when the server has first been found good or been refused. */
  readonly settled = new Promise<void>((resolve) => {
    this.tellSettled = resolve;
  });
  /** Called with the first answer on each connection, before anybody is given it. */
  onNewConnection: () => void = () => undefined;
  private isNew = false;
  private current: StoreState = { status: 'connecting', reason: 'the event store has not answered yet' };

  constructor(private readonly options: ConnectionOptions) {
    this.check = new ServerCheck(options);
  }

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

  /** @throws StoreUnavailable when the server is known not to answer. */
  get(): EventStoreDBClient {
    const { status } = this.current;
    if (this.client !== undefined && status === 'connected') return this.client;
    const reason = this.current.reason ?? 'it is closed';
    if (status === 'refused') throw new StoreUnavailable(reason, { refused: reason });
    throw new StoreUnavailable(`the event store does not answer: ${reason}`);
  }

  /** To be called for every call that was answered, also with a refusal. */
  succeeded(): void {
    this.failures = 0;
    this.lastSuccess = performance.now();
    if (!this.isNew) return;
    this.isNew = false;
    this.onNewConnection();
  }

  /** To be called for every call that was not answered, with how that was noticed. */
  failed(error: unknown): void {
    if (this.closed.aborted) return;
    this.failures += 1;
    const isPatienceOver = performance.now() - this.lastSuccess > this.options.timings.clientPatience;
    if (error instanceof NoAnswer || this.isFailing || isPatienceOver) void this.connect();
  }

  /** To be called for every call that the account may not do: which of the needed rights it lacks is then checked. */
  denied(): void {
    this.check.doubtAccess();
    void this.connect();
  }

  /**
   * Repeats a read that fails, or hears nothing for the `silence` it is given in milliseconds, until it succeeds or its
   * time is over. A client that is thrown away ends the reads it has under way as if they were complete, so what such a
   * read gave is thrown away too.
   * @throws StoreUnavailable, and what the server says for good.
   */
  async read<Value>(work: (client: EventStoreDBClient, silence: number) => Promise<Value>): Promise<Value> {
    const { timings } = this.options;
    const until = performance.now() + timings.readBudget;
    const backOff = new BackOff(timings);
    for (let asked = 1; ; asked += 1) {
      try {
        const client = this.get();
        const left = Math.max(until - performance.now(), SHORTEST_SILENCE);
        const value = await work(client, Math.min(timings.readSilence, left));
        if (!this.discarded.has(client)) {
          this.succeeded();
          return value;
        }
      } catch (error) {
        const reason = this.judge(error);
        if (reason === undefined) throw error;
        const isOver = performance.now() >= until && asked > 1;
        if (isOver) throw new StoreUnavailable(reason, { cause: error });
      }
      await backOff.sleep(this.closed);
    }
  }

  /** Why the store counts as unavailable when a read fails so; undefined when the failure is to be passed on. */
  private judge(error: unknown): string | undefined {
    if (error instanceof StoreUnavailable) return undefined;
    const kind = failureKind(error);
    if (kind === 'denied') {
      this.denied();
      throw new StoreUnavailable(`the event store denies access: ${messageOf(error)}`, { cause: error });
    }
    if (kind === 'transient' || kind === 'unknown') this.failed(error);
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

  private get isFailing(): boolean {
    return this.failures >= CLIENT_FAILURES;
  }

  /** Tries fresh clients until one is answered, or the old one is while the server does not count as gone. */
  private async seek(): Promise<void> {
    const backOff = new BackOff(this.options.timings);
    while (!this.closed.aborted && !(await this.isFound())) await backOff.sleep(this.closed);
  }

  /** Tries a fresh client. Is the server found, or no fresh client wanted any more? */
  private async isFound(): Promise<boolean> {
    const begun = performance.now();
    const fresh = this.freshClient();
    if (fresh === undefined) return false;
    const state = await this.check.stateBehind(fresh);
    const isSettled = this.isSettledSince(begun);
    if (state.status === 'connected' && !isSettled) {
      await this.replaceBy(fresh, state);
      return true;
    }
    const isNews = state !== SILENT || this.isFailing || this.current.status === 'connecting';
    if (isNews && !isSettled) this.move(state);
    await this.discard(fresh);
    return isSettled;
  }

  private freshClient(): EventStoreDBClient | undefined {
    this.tried += 1;
    try {
      const fresh = openClient(withOwnConnection(this.options.url, this.tried));
      watchConnections(fresh, () => {
        this.isNew ||= this.client === fresh;
      });
      return fresh;
    } catch (error) {
      // A client that works goes on without the file that it has read.
      if (this.current.status !== 'connected' || this.isFailing) this.move(refused(messageOf(error)));
      return undefined;
    }
  }

  /** Is no fresh client wanted any more? */
  private isSettledSince(begun: number): boolean {
    const isAnswered = this.current.status === 'connected' && this.lastSuccess > begun;
    return this.closed.aborted || (isAnswered && !this.check.isAccessDoubted);
  }

  private async replaceBy(fresh: EventStoreDBClient, state: StoreState): Promise<void> {
    const old = this.client;
    this.client = fresh;
    this.isNew = true;
    this.succeeded();
    this.move(state);
    if (old !== undefined) await this.discard(old);
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
