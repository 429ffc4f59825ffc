import type { AllStreamResolvedEvent } from '@eventstore/db-client';
import { LogForked, markOf, positionAfter, requireMarked, StoreUnavailable } from '#libs/event-sourcing';
import type { After, RecordedEvent } from '#libs/event-sourcing';
import { BackOff } from './back-off';
import type { Connection } from './connection';
import type { KurrentReader } from './event-reader';
import { isInvalidPosition } from './failures';
import { LiveSubscription } from './live-subscription';
import { pairOf } from './positions';
import type { Timings } from './settings';
import { shownPrefixes } from './shown-event';

export interface Following {
  readonly connection: Connection;
  readonly reader: KurrentReader;
  readonly prefixes: readonly string[];
  readonly timings: Timings;
  readonly batchSize: number;
  /** Aborts when the consumer leaves or the store closes. */
  readonly signal: AbortSignal;
  readonly onDropped?: (reason: string) => void;
}

/**
 * The log from a place on, over as many subscriptions as it takes: whatever ends one, the next resumes behind the last
 * event that was given, once that was found where it was. From a marker of the server nothing is resumed: it is no
 * event, so nobody could tell that the log has gone back behind it. Each event once, in log order.
 * @throws LogForked
 */
export async function* follow(
  after: After,
  following: Following,
): AsyncGenerator<readonly RecordedEvent[], void, void> {
  const { timings, signal } = following;
  const backOff = new BackOff(timings);
  const seen = { after };
  for (let isResumed = false; !signal.aborted; isResumed = true) {
    const before = seen.after;
    const live = await openLive(following, before, isResumed);
    if (live !== undefined) yield* whileItLasts(live, seen, following);
    if (seen.after !== before) backOff.reset();
    await backOff.sleep(signal);
  }
}

/** The batches of one subscription until it is dropped; `seen` moves on with them. */
async function* whileItLasts(
  live: LiveSubscription,
  seen: { after: After },
  { batchSize, signal, reader, onDropped }: Following,
): AsyncGenerator<readonly RecordedEvent[], void, void> {
  try {
    for (;;) {
      const events = await live.next(batchSize);
      if (isInvalidPosition(live.dropped)) throw new LogForked(seen.after);
      if (events.length === 0 && !signal.aborted) onDropped?.(live.dropped ?? '');
      if (events.length === 0 || signal.aborted) return;
      const batch = news(events, reader, positionAfter(seen.after));
      const last = batch.at(-1);
      if (last === undefined) continue;
      seen.after = markOf(last);
      yield batch;
    }
  } finally {
    live.close();
  }
}

/** Undefined while the store is known not to answer. */
async function openLive(
  { connection, reader, prefixes, timings, signal }: Following,
  after: After,
  isResumed: boolean,
): Promise<LiveSubscription | undefined> {
  try {
    if (isResumed && typeof after !== 'bigint') await requireMarked(reader, after);
    const client = connection.get();
    const from = pairOf(positionAfter(after));
    const options = { from, prefixes: shownPrefixes(prefixes), silence: timings.subscriptionSilence, signal };
    return new LiveSubscription(client, options);
  } catch (error) {
    if (error instanceof StoreUnavailable) return undefined;
    throw error;
  }
}

/** A server may send again what it sent before. */
function news(
  events: readonly AllStreamResolvedEvent[],
  reader: KurrentReader,
  after: bigint,
): RecordedEvent[] {
  return events.flatMap(({ event }) => reader.shown(event) ?? []).filter(({ position }) => position > after);
}
