/* Verification of a log: hash chain, revisions, positions and ids of every event. */
import type { DamageReason } from './damage';
import { unreadableIn } from './damage';
import type { RecordedEvent } from './event';
import type { EventReader } from './event-store';
import { hashOfTexts } from './sealed-text';
import { storedTextOf } from './stored-text';
import type { StoredText } from './stored-text';

/** Is it damage, which bars the stream? */
export function isDamageReason(reason: LogFaultReason): reason is DamageReason {
  return !isOneOf(OF_EVENTS, reason) && !isOneOf(OF_LOG, reason);
}

function isOneOf<Reason extends LogFaultReason>(
  reasons: readonly Reason[],
  reason: LogFaultReason,
): reason is Reason {
  return reasons.some((one) => one === reason);
}

/** What a check needs of one stored event. `computed` is the hash over its stored content and its stored `prevHash`. */
export interface SealedEvent {
  readonly stream: string;
  readonly revision: bigint;
  readonly position: bigint;
  readonly recordTime: string;
  readonly prevHash: string | null;
  readonly hash: string;
  readonly computed: string;
}

/** A reader that computes the hashes over the exact stored texts, also of events that no longer parse. */
export interface SealedReader {
  /** At most `limit` events after `position` (exclusive), in log order. */
  readSealed(position: bigint, limit: number): Promise<readonly SealedEvent[]>;
}

/** A fault of one event, which leaves its stream as it was numbered and linked. */
const OF_EVENTS = ['CONTENT'] as const;
/** Faults of the log and not of the stream whose event shows them. */
const OF_LOG = ['POSITION', 'RECORD_TIME'] as const;

/**
 * What is wrong: its content, its link to the event before, its number in the stream, its place, its time; or what was
 * done to its stream from outside.
 */
export type LogFaultReason = (typeof OF_EVENTS)[number] | (typeof OF_LOG)[number] | DamageReason;

/**
 * An event that is not as it was written or does not stand where it was written. Of one stream the first that was changed
 * is named and the first that shows damage.
 */
export interface LogFault {
  readonly stream: string;
  readonly revision: bigint;
  readonly position: bigint;
  readonly reason: LogFaultReason;
}

/** Outcome of a check up to the first fault of all. `events` counts those found good. */
export interface Verified {
  readonly events: number;
  readonly streams: number;
  readonly fault: LogFault | null;
}

/** A log that can be read to its end holds events that are not as they were written. */
export class LogFaulty extends Error {
  override readonly name = 'LogFaulty';
  /** `faults`: at least one. */
  constructor(
    log: string,
    readonly faults: readonly LogFault[],
  ) {
    const [first, ...others] = faults.map(textOfFault);
    super(`${log}: ${first ?? ''}${others.length === 0 ? '' : `, and ${others.length} more`}`);
  }
}

/** Where and what, in a few words. What was done to a whole stream has no revision. */
export function textOfFault({ reason, stream, revision, position }: LogFault): string {
  const isOfStream = revision < 0n || reason === 'TOMBSTONED';
  return `${reason} at ${stream}${isOfStream ? '' : ` revision ${revision}`}, position ${position}`;
}

interface Head {
  readonly revision: bigint;
  readonly hash: string | null;
  readonly recordTime: string;
}

const PAGE = 500;
const BEFORE_FIRST: Head = { revision: -1n, hash: null, recordTime: '' };

/**
 * Checks a log event by event, in log order. `gapless` says that the engine promises positions without a hole from 0
 * and record times that never decrease in log order (the embedded store does). Of a stream whose content was changed only
 * damage is named after that, of one that is damaged nothing more, and the others are checked on. Memory grows with the
 * number of streams only.
 */
export class LogCheck {
  private readonly heads = new Map<string, Head>();
  private readonly damaged = new Set<string>();
  private readonly changed = new Set<string>();
  private last: Pick<SealedEvent, 'position' | 'recordTime'> = { position: -1n, recordTime: '' };
  private good = 0;

  constructor(private readonly gapless: boolean) {}

  /** Position of the last event that was looked at, -1n before the first. */
  get position(): bigint {
    return this.last.position;
  }

  get events(): number {
    return this.good;
  }

  get streams(): number {
    return this.heads.size;
  }

  /** What is wrong with the next event; null when it is good and counts, or tells nothing new of its stream. */
  take(event: SealedEvent): LogFault | null {
    const { stream, revision, position, hash, recordTime } = event;
    const reason = this.faultOf(event);
    this.last = { position, recordTime };
    if (this.damaged.has(stream)) return null;
    if (reason !== null && isDamageReason(reason))
      return this.setAside({ stream, revision, position, reason });
    this.heads.set(stream, { revision, hash, recordTime });
    if (this.changed.has(stream)) return null;
    if (reason === 'CONTENT') this.changed.add(stream);
    if (reason !== null) return { stream, revision, position, reason };
    this.good += 1;
    return null;
  }

  /** The same of an event from an engine that hands out values only, and shows what was done to streams. */
  takeRecorded(event: RecordedEvent): LogFault | null {
    const unreadable = unreadableIn(event);
    if (unreadable === undefined) return this.take(sealedEventOf(storedTextOf(event), event.position));
    const { stream, revision, position, metadata } = event;
    this.last = { position, recordTime: metadata.recordTime };
    if (this.damaged.has(stream)) return null;
    return this.setAside({ stream, revision, position, reason: unreadable.damage });
  }

  private setAside(fault: LogFault): LogFault {
    this.damaged.add(fault.stream);
    return fault;
  }

  private faultOf(event: SealedEvent): LogFaultReason | null {
    const { gapless, last } = this;
    const head = this.heads.get(event.stream) ?? BEFORE_FIRST;
    const isPlaced = gapless ? event.position === last.position + 1n : event.position > last.position;
    if (event.revision !== head.revision + 1n) return 'REVISION';
    if (event.prevHash !== head.hash) return 'CHAIN';
    if (event.hash !== event.computed) return 'CONTENT';
    if (!isPlaced) return 'POSITION';
    return event.recordTime < (gapless ? last : head).recordTime ? 'RECORD_TIME' : null;
  }
}

/** What a check needs of the event at `position`. */
export function sealedEventOf(event: StoredText, position: bigint): SealedEvent {
  const { stream, recordTime, prevHash, hash } = event;
  const revision = BigInt(event.revision);
  return { stream, revision, position, recordTime, prevHash, hash, computed: hashOfTexts(event) };
}

/**
 * Recomputes every hash and chain of the log and names the first bad stream and revision. Reads page by page. What
 * was cut off the end of the log leaves no trace in it: compare `events` with a count kept elsewhere.
 */
export async function verify(
  reader: EventReader | SealedReader,
  options: { readonly gapless: boolean; readonly onPage?: (events: number) => void },
): Promise<Verified> {
  const check = new LogCheck(options.gapless);
  for (;;) {
    const page = await readPage(reader, check.position);
    for (const event of page) {
      const fault = check.take(event);
      if (fault !== null) return outcome(check, fault);
    }
    if (page.length === 0) return outcome(check, null);
    options.onPage?.(check.events);
  }
}

async function readPage(
  reader: EventReader | SealedReader,
  position: bigint,
): Promise<readonly SealedEvent[]> {
  if ('readSealed' in reader) return reader.readSealed(position, PAGE);
  // For engines that hand out values only: storable data has one text, so it can be written again.
  return (await reader.readAll(position, PAGE)).map((event) =>
    sealedEventOf(storedTextOf(event), event.position),
  );
}

function outcome({ events, streams }: LogCheck, fault: LogFault | null): Verified {
  return { events, streams, fault };
}
