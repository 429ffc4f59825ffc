/* Appends to EventStoreDB: sealing, deadlines, and retries with the identical call. */
import { NO_STREAM, StreamDeletedError, WrongExpectedVersionError } from '@eventstore/db-client';
import type { AppendResult } from '@eventstore/db-client';
import {
  AmbiguousAppend,
  KeyedMutex,
  NotStorable,
  RevisionConflict,
  storableTexts,
  StoreUnavailable,
  StreamDamaged,
  unreadableIn,
} from '#libs/event-sourcing';
import type { Appended, ExpectedRevision, NewEvent, RecordedEvent } from '#libs/event-sourcing';
import { beginAttempt } from './append-attempt';
import type { Attempt, Sending } from './append-attempt';
import { within } from './back-off';
import type { Connection } from './connection';
import type { KurrentReader } from './event-reader';
import { failureKind, messageOf } from './failures';
import { positionOf } from './positions';
import type { Credentials, Timings } from './settings';
import { requireSealed, sealAll } from './stored-event';
import type { SealedAppend, StreamHead } from './stored-event';
import type { RememberedStreams } from './remembered-streams';

export interface AppenderOptions {
  readonly credentials: Credentials;
  readonly clock: () => Date;
  readonly timings: Timings;
}

/** Attempts after a failure of unknown kind. */
const UNKNOWN_TRIES = 3;
/** The client keeps its own deadline; ours fires when that one does not. */
const TIMER_MARGIN = 250;
/** What the last attempt gets of a time that is nearly over, and the look for what became of them all. */
const SHORTEST_DEADLINE = 1_500;

/**
 * Appends by the classic path: credentials on each call (they select it), a deadline of its own, always a revision,
 * never ANY. Where an answer is lost the very same call is repeated, same ids and same revision, so that the server
 * recognises what it has (ADR 9).
 */
export class Appender {
  /** Appends to one stream leave in the order in which they were asked for, as in the embedded store. */
  private readonly mutex = new KeyedMutex();

  constructor(
    private readonly connection: Connection,
    private readonly reader: KurrentReader,
    private readonly memory: RememberedStreams,
    private readonly options: AppenderOptions,
  ) {}

  async append(stream: string, events: readonly NewEvent[], expected: ExpectedRevision): Promise<Appended> {
    const dataTexts = storableTexts(stream, events, expected);
    if (!this.reader.isOurs(stream)) throw new NotStorable('NAME', 'stream');
    const until = performance.now() + this.options.timings.appendBudget;
    // What is stored is what the events were when they were handed over, however long they wait for their turn.
    const handedOver = events.map(({ metadata, ...event }) => ({ ...event, metadata: { ...metadata } }));
    return this.mutex.run([stream], async () => {
      if (events.length === 0) return this.standing(stream, expected);
      const before = expected === 'noStream' ? null : await this.headAt(stream, expected);
      const now = this.options.clock().toISOString();
      const sealed = sealAll({ stream, before }, handedOver, dataTexts, now);
      return this.sendSealed({ stream, expected, sealed, until });
    });
  }

  /** Appends what is sealed already, the same any number of times. */
  appendSealed(stream: string, expected: ExpectedRevision, sealed: SealedAppend): Promise<Appended> {
    const until = performance.now() + this.options.timings.appendBudget;
    return this.mutex.run([stream], () => this.sendSealed({ stream, expected, sealed, until }));
  }

  private async sendSealed(sending: Sending): Promise<Appended> {
    const { stream, expected, sealed } = sending;
    const { upTo } = this.memory;
    this.memory.sending(stream, expected);
    try {
      const appended = await this.send(beginAttempt(sending, this.options.timings));
      this.memory.sent(stream, sealed.events.length, appended);
      const { revision, position } = appended;
      // The server had these events before, by their ids, and recorded them when they came first.
      return position > upTo ? appended : { revision, position };
    } catch (error) {
      this.memory.forget(stream);
      throw error;
    }
  }

  /** The answer to an append of nothing. */
  private async standing(stream: string, expected: ExpectedRevision): Promise<Appended> {
    const last = await this.reader.readLast(stream);
    if (last === undefined) throw new NotStorable('EMPTY_APPEND', 'events');
    if (expected !== 'noStream' && expected > last.revision) {
      throw new RevisionConflict(stream, expected, last.revision);
    }
    return answerAt(last);
  }

  /** The event that an append follows. @throws RevisionConflict when there is none. */
  private async headAt(stream: string, revision: bigint): Promise<StreamHead> {
    const known = this.memory.headAt(stream, revision);
    if (known !== undefined) return known;
    const [event] = await this.reader.readSome(stream, revision, 1);
    if (event === undefined) {
      throw new RevisionConflict(stream, revision, await this.reader.revisionOf(stream));
    }
    const unreadable = unreadableIn(event);
    if (unreadable !== undefined) throw new StreamDamaged(stream, unreadable.damage);
    return { revision, hash: event.metadata.hash, recordTime: event.metadata.recordTime };
  }

  private async send(attempt: Attempt): Promise<Appended> {
    for (;;) {
      try {
        const result = await this.sendOnce(attempt);
        this.connection.succeeded();
        return await this.answerOf(attempt, result);
      } catch (error) {
        const settled = await this.afterFailure(attempt, error);
        if (settled !== undefined) return settled;
      }
    }
  }

  private async sendOnce({ stream, expected, sealed, until }: Attempt): Promise<AppendResult> {
    const { credentials, timings } = this.options;
    const left = Math.max(until - performance.now(), SHORTEST_DEADLINE);
    const deadline = Math.min(timings.appendDeadline, left);
    const client = this.connection.get();
    const appending = client.appendToStream(stream, sealed.events, {
      credentials,
      expectedRevision: expected === 'noStream' ? NO_STREAM : expected,
      deadline,
    });
    return within(deadline + TIMER_MARGIN, appending);
  }

  /** Answers, throws, or waits for the next attempt. */
  private async afterFailure(attempt: Attempt, error: unknown): Promise<Appended | undefined> {
    if (error instanceof AmbiguousAppend || error instanceof StreamDamaged) throw error;
    if (error instanceof StreamDeletedError) throw new StreamDamaged(attempt.stream, 'TOMBSTONED');
    if (error instanceof StoreUnavailable) {
      if (!attempt.isAmbiguous) throw error;
      return this.pause(attempt, error);
    }
    const kind = failureKind(error);
    if (kind === 'transient' || kind === 'unknown') this.connection.failed(error);
    else this.connection.succeeded();
    switch (kind) {
      case 'conflict':
        return this.conflict(attempt, error);
      case 'notLeader':
        return this.toLeader(attempt, error);
      case 'unknown':
        attempt.unknowns += 1;
        attempt.isAmbiguous = true;
        return attempt.unknowns >= UNKNOWN_TRIES ? this.giveUp(attempt, error) : this.pause(attempt, error);
      case 'transient':
        attempt.isAmbiguous = true;
        return this.pause(attempt, error);
      default:
        return this.refused(attempt, kind, error);
    }
  }

  /** The client has turned to the leader that the answer names: once at once, then with the usual pauses. */
  private async toLeader(attempt: Attempt, error: unknown): Promise<Appended | undefined> {
    if (attempt.askedLeader) return this.pause(attempt, error);
    attempt.askedLeader = true;
    // The client does so a few microtasks after it has notified us.
    await new Promise((resolve) => setImmediate(resolve));
    return undefined;
  }

  private async conflict(attempt: Attempt, error: unknown): Promise<Appended> {
    const { stream, expected } = attempt;
    const ours = attempt.isAmbiguous ? await this.found(attempt) : undefined;
    if (ours !== undefined) return ours;
    const actual = error instanceof WrongExpectedVersionError ? error.actualVersion : undefined;
    throw new RevisionConflict(stream, expected, typeof actual === 'bigint' ? actual : 'noStream');
  }

  private refused(attempt: Attempt, kind: string, error: unknown): never {
    if (attempt.isAmbiguous) throw new AmbiguousAppend(messageOf(error), { cause: error });
    if (kind !== 'denied') throw error;
    this.connection.denied();
    throw new StoreUnavailable(`the event store denies access: ${messageOf(error)}`, { cause: error });
  }

  private async pause(attempt: Attempt, error: unknown): Promise<Appended | undefined> {
    if (performance.now() >= attempt.until || this.connection.closed.aborted) {
      return this.giveUp(attempt, error);
    }
    await attempt.backOff.sleep(this.connection.closed);
    return undefined;
  }

  /** Out of time: what became of it is read, and where it cannot be read nobody knows. */
  private async giveUp(attempt: Attempt, error: unknown): Promise<Appended> {
    const reason = `no answer to the append: ${messageOf(error)}`;
    if (!attempt.isAmbiguous) throw new StoreUnavailable(reason, { cause: error });
    const ours = await within(SHORTEST_DEADLINE, this.found(attempt)).catch(() => undefined);
    if (ours === undefined) throw new AmbiguousAppend(reason, { cause: error });
    return ours;
  }

  /** Are these very events right behind the expected revision? */
  private async found({ stream, expected, sealed }: Attempt): Promise<Appended | undefined> {
    const from = expected === 'noStream' ? 0n : expected + 1n;
    const stored = await this.reader.readSome(stream, from, sealed.events.length);
    const isOurs = sealed.events.every(({ id }, index) => stored[index]?.eventId === id);
    const last = stored.at(-1);
    if (!isOurs || last === undefined) return undefined;
    requireSealed(stream, last.revision, sealed);
    return answerAt(last);
  }

  /** The position of the last event, which the server answers unless it no longer knows it. */
  private async answerOf({ stream, sealed }: Attempt, result: AppendResult): Promise<Appended> {
    const revision = result.nextExpectedRevision;
    requireSealed(stream, revision, sealed);
    if (result.position !== undefined) {
      return { revision, position: positionOf(result.position), recordTime: sealed.head.recordTime };
    }
    try {
      const [last] = await this.reader.readSome(stream, revision, 1);
      if (last !== undefined) return answerAt(last);
    } catch (error) {
      throw new AmbiguousAppend('appended, but where cannot be read', { cause: error });
    }
    throw new AmbiguousAppend(`appended, but ${stream} has no revision ${revision}`);
  }
}

function answerAt({ revision, position, metadata }: RecordedEvent): Appended {
  return { revision, position, recordTime: metadata.recordTime };
}
