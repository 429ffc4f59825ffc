import { isStorableText, LogCheck, sealedEventOf } from '#libs/event-sourcing';
import type { StoredText, StoredTextWriter } from '#libs/event-sourcing';
import type { CheckedLog } from '#libs/event-store-sqlite';
import type { ProgressBar } from './progress-bar';

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
  complete(): Promise<Omit<CheckedLog, 'bytes'>>;
  /** Leaves nothing half done behind, or says how to go on. */
  abandon(): Promise<void>;
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

/** Copies a whole log into an empty store; hashes, record times and texts stay what they are. */
export async function copyLog(
  source: LogSource,
  target: LogTarget,
  bar: ProgressBar,
): Promise<Omit<CheckedLog, 'bytes'>> {
  let events = 0;
  try {
    for await (const page of source.pages()) {
      await target.writeStored(page);
      events += page.length;
      bar.at(events);
    }
    return await target.complete();
  } catch (error) {
    await target.abandon();
    throw error;
  } finally {
    await source.close();
  }
}
