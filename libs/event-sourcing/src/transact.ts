/* Command handling: read, decide, append, with optimistic concurrency and idempotent retries. */
import { appendOnce } from './append-once';
import { effective } from './effective';
import { streamOf } from './decider';
import type { Decider, History } from './decider';
import type { DomainEvent, NewEvent, NewEventMetadata, RecordedEvent, Warning } from './event';
import { IdempotencyKeyReused, RevisionConflict, StoreFull, StoreUnavailable } from './event-store';
import type { EventStore, ExpectedRevision, Recollection, StreamSlice } from './event-store';
import { eventIdOf } from './identity';

/** `*`: a stream that exists, whatever its revision; otherwise one of these revisions (RFC 9110, 13.1.1). */
export type IfMatch = '*' | readonly bigint[];

/** Who asks, under which key, and how far the stream may have moved. */
export interface CommandContext extends Omit<NewEventMetadata, 'eventTime' | 'index' | 'schemaVersion'> {
  /** What the caller last saw (`If-Match`); absent when the caller does not care. */
  readonly ifMatch?: IfMatch;
}

/** Where a command left its stream. `events` are stored types; empty when nothing had to be recorded. */
export interface Transacted {
  readonly id: string;
  readonly revision: ExpectedRevision;
  readonly position: bigint;
  readonly events: readonly string[];
  /** In the order of `events`. */
  readonly eventIds: readonly string[];
  /** When the events were recorded, RFC 3339 UTC; null without events. */
  readonly recordTime: string | null;
  readonly warnings: readonly Warning[];
  /** They were there already: this is the first answer again. */
  readonly repeated?: true;
}

/** The caller's `If-Match` is not the stream's revision. */
export class StaleRevision extends Error {
  override readonly name = 'StaleRevision';
}

/**
 * Builds the command from the stream as just read, or as it is remembered: what it needs of other streams is folded
 * here, so that every attempt is judged by fresh facts. May throw; a RevisionConflict counts as a conflict of the whole
 * attempt. `recalled`: it may go by what is remembered of other streams that it appends to as well.
 */
export type Prepare<Command> = (
  history: History,
  slice: StreamSlice,
  recalled?: Recollection,
) => Promise<Command> | Command;

/** One command on one stream: whose it is, how it is built, who asks. */
export interface Transaction<Command> {
  readonly id: string;
  readonly prepare: Prepare<Command>;
  readonly context: CommandContext;
  /**
   * Asked before the first answer is given again: throws when the caller may not have it any more. Without it
   * whoever may send the command may repeat it.
   */
  readonly mayRepeat?: (history: History, slice: StreamSlice) => Promise<unknown>;
}

const ATTEMPTS = 4;

/**
 * Load, decide, append with the revision that was judged. On a conflict everything is decided again, at most three
 * times; after an ambiguous answer the identical append is repeated, never with a refreshed revision (ADR 9).
 * A command whose events are already in the stream is answered from them and writes nothing.
 * Where the engine remembers streams the first decision is taken on that, which the revision of the append guards. Only
 * what was appended, and an answer that is remembered, holds: for all else the streams are read, and it is decided anew.
 * @throws RevisionConflict when the conflict outlives the attempts, StaleRevision, IdempotencyKeyReused, the
 * rejections of the decider, and what the store throws.
 */
export async function transact<Command, Event extends DomainEvent>(
  store: EventStore,
  decider: Decider<Command, Event>,
  transaction: Transaction<Command>,
): Promise<Transacted> {
  const recalled = await onMemory(store, decider, transaction);
  if (recalled !== undefined) return recalled;
  for (let attempt = 1; ; attempt += 1) {
    const slice = await store.readStream(streamOf(decider.category, transaction.id));
    try {
      const transacted = await answerOn(store, decider, transaction, { slice });
      if (transacted !== undefined) return transacted;
    } catch (error) {
      if (!(error instanceof RevisionConflict) || attempt === ATTEMPTS) throw error;
    }
  }
}

/** The answer where the decision on what is remembered holds; undefined where the streams have to be read. */
async function onMemory<Command, Event extends DomainEvent>(
  store: EventStore,
  decider: Decider<Command, Event>,
  transaction: Transaction<Command>,
): Promise<Transacted | undefined> {
  const recalled = store.recall?.();
  if (recalled === undefined) return undefined;
  const stream = streamOf(decider.category, transaction.id);
  try {
    const remembered = recalled.of(stream);
    const slice = remembered ?? (await store.readStream(stream));
    const isPast = async () => {
      await recalled.upToDate();
      // Its last hash tells a history from another one of the same length.
      const [then, now] = [slice, recalled.of(stream)].map((known) => known?.events.at(-1)?.metadata.hash);
      return remembered !== undefined && then !== now;
    };
    const answer = await answerOn(store, decider, transaction, { slice, recalled, isPast });
    return answer?.events.length === 0 ? undefined : answer;
  } catch (error) {
    // Nothing that reading the streams would change.
    if (error instanceof StoreUnavailable || error instanceof StoreFull) throw error;
    return undefined;
  }
}

/** A stream as it was read or, with a recollection, as it is remembered. */
interface Judged {
  readonly slice: StreamSlice;
  readonly recalled?: Recollection;
  /** Is it known to be another one by now, also where the log went back? */
  readonly isPast?: () => Promise<boolean>;
}

/** Undefined when it has to be judged anew, or was recorded before and its first answer has to be read. */
async function answerOn<Command, Event extends DomainEvent>(
  store: EventStore,
  decider: Decider<Command, Event>,
  transaction: Transaction<Command>,
  judged: Judged,
): Promise<Transacted | undefined> {
  const { slice, isPast } = judged;
  const first = firstAnswer(transaction, slice.events);
  if (first !== undefined) {
    await transaction.mayRepeat?.(historyOf(decider, slice), slice);
    return (await isPast?.()) === true ? undefined : first;
  }
  const { ifMatch } = transaction.context;
  if (ifMatch !== undefined && !matches(ifMatch, slice.revision))
    throw new StaleRevision(`stream is at ${slice.revision}`);
  return decideAndAppend(store, decider, transaction, judged);
}

function matches(ifMatch: IfMatch, revision: ExpectedRevision): boolean {
  if (revision === 'noStream') return false;
  return ifMatch === '*' || ifMatch.includes(revision);
}

async function decideAndAppend<Command, Event extends DomainEvent>(
  store: EventStore,
  decider: Decider<Command, Event>,
  { id, prepare, context }: Transaction<Command>,
  { slice, recalled, isPast }: Judged,
): Promise<Transacted | undefined> {
  const history = historyOf(decider, slice);
  const { events, warnings } = decider.decide(await prepare(history, slice, recalled), history);
  if (events.length === 0) {
    return {
      id,
      revision: slice.revision,
      position: slice.events.at(-1)?.position ?? -1n,
      events: [],
      eventIds: [],
      recordTime: null,
      warnings,
    };
  }
  const stream = streamOf(decider.category, id);
  const recorded = newEvents(stream, events, context);
  if ((await isPast?.()) === true) return undefined;
  const { revision, position, recordTime } = await appendOnce(store, stream, recorded, slice.revision);
  if (recordTime === undefined) return undefined;
  return {
    id,
    revision,
    position,
    events: recorded.map(({ type }) => type),
    eventIds: recorded.map(({ eventId }) => eventId),
    recordTime,
    warnings,
  };
}

function historyOf({ order }: Pick<Decider<never, never>, 'order'>, { events }: StreamSlice): History {
  return { recorded: events, effective: effective(events, order) };
}

/** The answer of this command when its events are already recorded (P-04); warnings are stored with the event. */
function firstAnswer(
  { id, context: { commandId, requestHash } }: Transaction<unknown>,
  recorded: readonly RecordedEvent[],
): Transacted | undefined {
  const isOwn = ({ metadata }: RecordedEvent) => metadata.commandId === commandId;
  const last = recorded.findLast(isOwn);
  if (last === undefined) return undefined;
  if (last.metadata.requestHash !== requestHash) throw new IdempotencyKeyReused(commandId);
  const own = recorded.filter(isOwn);
  const warnings = own.flatMap((event) => (event.data as { warnings?: readonly Warning[] }).warnings ?? []);
  return {
    id,
    revision: last.revision,
    position: last.position,
    events: own.map((event) => event.type),
    eventIds: own.map((event) => event.eventId),
    recordTime: last.metadata.recordTime,
    warnings,
    repeated: true,
  };
}

function newEvents(stream: string, events: readonly DomainEvent[], context: CommandContext): NewEvent[] {
  const { ifMatch: _, ...metadata } = context;
  return events.map(({ type, data, eventTime }, index) => ({
    type,
    eventId: eventIdOf(context.commandId, index, stream),
    data,
    metadata: { ...metadata, eventTime, index, schemaVersion: schemaVersionOf(type) },
  }));
}

/** The version at the end of a stored name: that of `category.Type.v1` is 1. */
function schemaVersionOf(type: string): number {
  return Number(type.slice(type.lastIndexOf('.v') + 2));
}
