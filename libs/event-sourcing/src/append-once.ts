import { setTimeout as sleep } from 'node:timers/promises';
import type { NewEvent } from './event';
import { AmbiguousAppend, StoreFull, StoreUnavailable } from './event-store';
import type { Appended, EventStore, ExpectedRevision } from './event-store';

/** In milliseconds. */
const AMBIGUOUS_DEADLINE = 8_000;

/**
 * Repeats the identical append while its outcome is unknown; the server's rule recognises what was written.
 * @throws StoreUnavailable, whose cause is an AmbiguousAppend where that stays unknown
 */
export async function appendOnce(
  store: EventStore,
  stream: string,
  events: readonly NewEvent[],
  expected: ExpectedRevision,
): Promise<Appended> {
  const until = performance.now() + AMBIGUOUS_DEADLINE;
  let lost: AmbiguousAppend | undefined;
  for (let pause = 25; ; pause *= 2) {
    try {
      const appended = await store.append(stream, events, expected);
      if (lost === undefined) return appended;
      // The engine may have known the events by their ids, and recorded them when they came first.
      return { revision: appended.revision, position: appended.position };
    } catch (error) {
      if (!(error instanceof AmbiguousAppend))
        throw lost === undefined ? error : perhapsRecorded(error, lost);
      if (performance.now() + pause >= until)
        throw new StoreUnavailable('no answer to the append', { cause: error });
      lost = error;
      await sleep(pause);
    }
  }
}

/** A store that fails says that nothing was written, and means the last attempt. */
function perhapsRecorded(error: unknown, lost: AmbiguousAppend): unknown {
  if (error instanceof StoreFull) return new StoreUnavailable(error.message, { cause: lost });
  if (!(error instanceof StoreUnavailable)) return error;
  const { message, refused } = error;
  return new StoreUnavailable(message, { cause: lost, ...(refused !== undefined && { refused }) });
}
