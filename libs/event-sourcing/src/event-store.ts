/* Port of the event store, with the promises that every adapter keeps. */
import type { NewEvent, RecordedEvent } from './event';
import type { After } from './event-mark';

/** `noStream`: the stream must not exist. A revision: the stream's last event must be that one. */
export type ExpectedRevision = 'noStream' | bigint;

/** A stream as it stood when it was read. `revision` is its last one, also when `events` begins later. */
export interface StreamSlice {
  readonly events: readonly RecordedEvent[];
  readonly revision: ExpectedRevision;
}

/** Where an append ended: the stream's new last revision and the log position of its last event. */
export interface Appended {
  readonly revision: bigint;
  readonly position: bigint;
  /** When its events were recorded, RFC 3339 UTC; absent where the engine cannot tell, as for a first answer given again. */
  readonly recordTime?: string;
}

/** Reading half of the port. Every read sees all events whose append was answered before it began. */
export interface EventReader {
  /**
   * All events of one stream in revision order, from `from` (default 0). A missing stream is empty, `noStream`; so is
   * one that was deleted softly, see `isDeleted`.
   * @throws StreamDamaged where the engine can tell
   */
  readStream(stream: string, from?: bigint): Promise<StreamSlice>;
  /**
   * Optional, for engines whose streams can be deleted from outside: was this one? To be asked before a stream that
   * reads as missing, and should be there, is taken for one that never was.
   */
  isDeleted?(stream: string): Promise<boolean>;
  /**
   * At most `limit` events after a place (exclusive), in log order, without a gap.
   * @throws LogForked the marked event does not stand there; of a bare position where the engine can tell that none does.
   */
  readAll(after: After, limit: number): Promise<readonly RecordedEvent[]>;
  /** The event at a position; undefined when there is none. */
  readAt(position: bigint): Promise<RecordedEvent | undefined>;
  /** Position of the last event, -1n when the log is empty. */
  lastPosition(): Promise<bigint>;
  /** Optional, for engines that ask a server: what is remembered of streams, to decide on without a read. */
  recall?: (() => Recollection) | undefined;
  /**
   * Optional, for building a view from nothing: whole streams of these categories, a page at a time, in an order of
   * the engine's own. `cursor` is null for the first page and then the `next` of the page before. Every stream that
   * has an event when the first page is read comes exactly once; what is appended meanwhile may be there or not.
   * Metadata may be decoded when a field of it is read, so it is read field by field and never copied by spreading.
   * A view over an engine without it follows the log instead.
   */
  readHistories?(categories: readonly string[], cursor: bigint | null): Promise<HistoryPage>;
}

/** What a process remembers of a log that others append to as well. */
export interface Recollection {
  /**
   * A beginning of a stream, perhaps not all of it; undefined where none is known. A decision on it holds when it is
   * still remembered after `upToDate`, since the log may have gone back, and what was decided is appended at its
   * revision; a refusal never does.
   */
  of(stream: string): StreamSlice | undefined;
  /**
   * Resolves when everything is remembered whose append was answered before the recall. An append that is sent after
   * that, of events that were in the log before the recall, is answered without their record time.
   */
  upToDate(): Promise<void>;
}

/** Some streams, each whole in revision order. `next` is null after the last page. */
export interface HistoryPage {
  readonly histories: ReadonlyMap<string, readonly RecordedEvent[]>;
  readonly next: bigint | null;
}

/**
 * Writing half of the port.
 * One append is atomic and durable before it is answered; two appends are never one transaction.
 * Idempotent by the server's rule: when `expectedRevision` lies below the stream's last revision and the events
 * stored right after it carry the same ids in the same order, the first answer is given again and nothing is
 * written. When `expectedRevision` is the last revision the events are appended without a look at their ids.
 */
export interface EventWriter {
  /**
   * Appends `events` in order. An empty list writes nothing and answers where the stream ends (an empty append
   * to a missing stream is refused as a programming error).
   * @throws RevisionConflict another append came first; decide again.
   * @throws IdempotencyKeyReused another request is in the log under the `commandId` of these events, in whatever
   * stream; nothing was written. Promised by engines whose appends all go through one process, the embedded store and
   * the one in memory: they decide it together with the append. Several processes on one served log cannot.
   * @throws AmbiguousAppend no answer: repeat the identical call, never with a refreshed revision.
   * @throws StreamDamaged the stream was damaged from outside; where its answer only tells so, something was written.
   * @throws StoreFull the disk is full; nothing was written.
   * @throws StoreUnavailable nothing was written and the store does not answer.
   */
  append(stream: string, events: readonly NewEvent[], expectedRevision: ExpectedRevision): Promise<Appended>;
}

export interface SubscribeOptions {
  readonly batchSize: number;
  readonly signal: AbortSignal;
  /** Told why it was interrupted, each time before it resumes, by engines in which that happens. */
  readonly onDropped?: (reason: string) => void;
}

/** Live half of the port: the log from a position on, first what is stored, then what comes. */
export interface EventSubscriber {
  /**
   * Batches of at most `batchSize` events after a place, in log order, each event once, for ever, until
   * `signal` aborts (then it returns). It is pulled: a slow consumer delays only itself. Whatever it has to resume
   * from, a marked event or the last one it gave, is looked for first; that it begins at a place of this log its
   * caller has just read.
   * @throws LogForked
   */
  subscribe(after: After, options: SubscribeOptions): AsyncIterable<readonly RecordedEvent[]>;
  /**
   * Optional, for engines behind a connection, where another log may be there after each break: `listener` is notified
   * of the first answer on each connection, before anybody is given it, and at once of the one that there is.
   */
  onNewConnection?(listener: () => void): void;
}

/** The port every engine implements and proves with the contract suites of `#libs/event-sourcing/testing`. */
export interface EventStore extends EventReader, EventWriter, EventSubscriber {
  /** Optional, for an engine that remembers streams of a log that others keep: to be told that it is another one. */
  forget?(): void;
  close(): Promise<void>;
}

/** The stream moved on: it is not at the expected revision. */
export class RevisionConflict extends Error {
  override readonly name = 'RevisionConflict';
  constructor(
    readonly stream: string,
    readonly expected: ExpectedRevision,
    readonly actual: ExpectedRevision,
  ) {
    super(`stream ${stream} is at ${actual}, expected ${expected}`);
  }
}

/** The idempotency key was used for another request. */
export class IdempotencyKeyReused extends Error {
  override readonly name = 'IdempotencyKeyReused';
}

/** The append may or may not have happened. */
export class AmbiguousAppend extends Error {
  override readonly name = 'AmbiguousAppend';
}

/** The store does not answer, or may not be used; nothing was written. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
  /** Why it may not be used though it is there, which waiting does not heal; undefined when it is unavailable. */
  readonly refused: string | undefined;
  constructor(message: string, { refused, ...options }: ErrorOptions & { readonly refused?: string } = {}) {
    super(message, options);
    this.refused = refused;
  }
}

/** No space is left; nothing was written, reads go on, and appends succeed again once there is space. */
export class StoreFull extends Error {
  override readonly name = 'StoreFull';
}
