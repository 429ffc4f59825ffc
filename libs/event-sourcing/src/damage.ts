import type { RecordedEvent } from './event';
import { hashedStreamOf } from './identity';

/**
 * What was done to a stream from outside, which no program of ours does. `TOMBSTONED`, `DELETED`: it was deleted, for
 * good or softly. `TRUNCATED`: its beginning is hidden, or it was given a limit that lets the store forget it.
 * `FOREIGN_EVENT`: it holds what is not one of our events. `REVISION`: an event has another revision than it was sealed
 * for, or those before it are missing. `CHAIN`: an event is not sealed onto the one before it.
 */
export type DamageReason = 'TOMBSTONED' | 'DELETED' | 'TRUNCATED' | 'FOREIGN_EVENT' | 'REVISION' | 'CHAIN';

/** Where and when a stream was damaged: the first place in the log that does not follow from what is before it. */
export interface Damage {
  readonly stream: string;
  readonly reason: DamageReason;
  readonly position: bigint;
  /** RFC 3339 UTC, as far as the log tells. */
  readonly recordTime: string;
}

/** A stream was damaged from outside: nothing is decided on it and nothing appended to it. */
export class StreamDamaged extends Error {
  override readonly name = 'StreamDamaged';
  constructor(
    readonly stream: string,
    readonly reason: DamageReason,
    /** Somebody has looked at it and said so. */
    readonly isAccepted = false,
  ) {
    super(`stream ${stream} was damaged from outside: ${reason}`);
  }
}

/** What is read of a stream that concerns a command only by the way; undefined when that stream is damaged. */
export async function unlessDamaged<Value>(read: Promise<Value>): Promise<Value | undefined> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof StreamDamaged) return undefined;
    throw error;
  }
}

/**
 * Stored name under which a reader shows, at its place in the log, what is not an event of this system and concerns one
 * of its streams: what another program wrote there, a tombstone, metadata that hide or limit it. Nobody can append it.
 */
export const UNREADABLE = 'store.EventUnreadable.v1';

/** Data of what is shown under the name UNREADABLE. `type`: as it is stored. */
export interface Unreadable {
  readonly type: string;
  readonly reason: string;
  readonly damage: DamageReason;
}

/** Stored type by which somebody says that a damaged stream was looked at, in a stream of its own, and why. */
export const DAMAGE_ACCEPTED = 'store.DamageAccepted.v1';

/** Its data: the damaged stream, and in somebody's words what was found. */
export interface DamageAccepted {
  readonly stream: string;
  readonly reason: string;
  /** Absent where only what an event says is not as it was sealed, which bars nothing. */
  readonly damage?: DamageReason;
}

/** The stream in which somebody says of another that it was looked at. */
export function acceptancesOf(stream: string): string {
  return hashedStreamOf('damage', stream);
}

/**
 * Where it goes on with what a damaged stream told of, once somebody has looked at it. It follows from the name alone,
 * so that every process finds the same; it may be damaged in its turn.
 */
export function successorOf(stream: string): string {
  return hashedStreamOf(stream.slice(0, stream.indexOf('-')), stream);
}

/** What is shown under the name UNREADABLE; undefined for every event of this system. */
export function unreadableIn({ type, data }: Pick<RecordedEvent, 'type' | 'data'>): Unreadable | undefined {
  return type === UNREADABLE ? (data as Unreadable) : undefined;
}

/** What shows that an event does not follow on the one before it in its stream; undefined when it does. */
export function damageOf(event: RecordedEvent, before: RecordedEvent | undefined): DamageReason | undefined {
  const unreadable = unreadableIn(event);
  if (unreadable !== undefined) return unreadable.damage;
  if (before === undefined && event.revision > 0n) return 'TRUNCATED';
  if (event.revision !== (before === undefined ? 0n : before.revision + 1n)) return 'REVISION';
  return event.metadata.prevHash === (before?.metadata.hash ?? null) ? undefined : 'CHAIN';
}
