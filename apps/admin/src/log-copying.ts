import { isStorableText, LogCheck, sealedEventOf } from '#libs/event-sourcing';
import type { StoredText, StoredTextWriter } from '#libs/event-sourcing';
import { AdminError, adminErrorOf } from './admin-error';
import type { ProgressBar } from './progress-bar';

/** What a log holds. Position and hash are those of its last event; -1n and null when there is none. */
export interface CopiedLog {
  readonly events: number;
  readonly streams: number;
  readonly position: bigint;
  readonly hash: string | null;
}

/** A log that is read from its beginning to where it ends now. */
export interface LogSource {
  /** How many events there are to come, 0 when that is not known before. */
  readonly events: bigint;
  /** Every event in log order, checked on the way. */
  pages(): AsyncIterable<readonly StoredText[]>;
  close(): Promise<void>;
}

/** An empty store that is given a whole log. */
export interface LogTarget extends StoredTextWriter {
  /** Checks the log that was written, and only then makes it the store's. */
  complete(): Promise<CopiedLog>;
  /** Gives up; answers what is left behind and how to go on, or that there is nothing. */
  abandon(): Promise<string>;
}

/** What is wrong with the event at `index`, the first being 0. */
export type FaultToError = (reason: string, event: StoredText, index: number) => Error;

/** The same events, each checked against its own hash and the one before it in its stream. */
export async function* checkedPages(
  pages: AsyncIterable<readonly StoredText[]> | Iterable<readonly StoredText[]>,
  errorOf: FaultToError,
): AsyncGenerator<readonly StoredText[]> {
  const check = new LogCheck(false);
  for await (const page of pages) {
    for (const event of page) {
      const index = check.events;
      const fault = check.take(sealedEventOf(event, BigInt(index)));
      if (fault !== null) throw errorOf(fault.reason, event, index);
      if (!isStorableText(event)) throw errorOf('NOT_STORABLE', event, index);
    }
    yield page;
  }
}

/**
 * Streams whose events name positions of their own log: how far a publisher is. In another store those
 * positions mean other events, so they are not copied, and a publisher begins anew; who reads it knows what he has by
 * the events' ids.
 */
const NAMES_POSITIONS = 'publisher-';

/** Copies a whole log into an empty store; hashes, record times and texts stay what they are. */
export async function copyLog(source: LogSource, target: LogTarget, bar: ProgressBar): Promise<CopiedLog> {
  let events = 0;
  try {
    for await (const page of source.pages()) {
      await target.writeStored(page.filter(({ stream }) => !stream.startsWith(NAMES_POSITIONS)));
      events += page.length;
      bar.at(events);
    }
    return await target.complete();
  } catch (error) {
    const { code, message } = adminErrorOf(error);
    throw new AdminError(code, `${message}; ${await target.abandon()}`, { cause: error });
  } finally {
    await source.close();
  }
}
