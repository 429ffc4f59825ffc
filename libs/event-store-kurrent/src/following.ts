import type { AllStreamResolvedEvent } from '@eventstore/db-client';
import { StoreUnavailable } from '#libs/event-sourcing';
import type { RecordedEvent } from '#libs/event-sourcing';
import { BackOff } from './back-off';
import type { Connection } from './connection';
import { LiveSubscription } from './live-subscription';
import { isBehind, pairOf } from './positions';
import type { Place } from './positions';
import type { Timings } from './settings';
import { fromStored } from './stored-event';

export interface Following {
  readonly connection: Connection;
  readonly prefixes: readonly string[];
  readonly timings: Timings;
  readonly batchSize: number;
  /** Aborts when the consumer leaves or the store closes. */
  readonly signal: AbortSignal;
}

/**
 * The log from a position on, over as many subscriptions as it takes: whatever ends one, the next resumes behind the
 * last event that was given, or behind a marker that nothing was waiting before. Each event once, in log order.
 */
export async function* follow(
  position: bigint,
  following: Following,
): AsyncGenerator<readonly RecordedEvent[], void, void> {
  const { connection, prefixes, timings, signal } = following;
  const backOff = new BackOff(timings);
  const seen = { position };
  let from = pairOf(position);
  while (!signal.aborted) {
    const options = { from, prefixes, silence: timings.subscriptionSilence, signal };
    const live = await openLive(connection, options);
    const before = seen.position;
    if (live !== undefined) {
      yield* whileItLasts(live, seen, following);
      // Whoever asks for more has taken the batch before: what was safe to resume from is safe now.
      from = furthest(live.safe, pairOf(seen.position));
    }
    if (seen.position !== before) backOff.reset();
    await backOff.sleep(signal);
  }
}

/** The batches of one subscription until it is dropped; `seen` moves on with them. */
async function* whileItLasts(
  live: LiveSubscription,
  seen: { position: bigint },
  { batchSize, signal }: Following,
): AsyncGenerator<readonly RecordedEvent[], void, void> {
  try {
    for (;;) {
      const events = await live.next(batchSize);
      if (events.length === 0 || signal.aborted) return;
      const batch = news(events, seen.position);
      const last = batch.at(-1);
      if (last === undefined) continue;
      seen.position = last.position;
      yield batch;
    }
  } finally {
    live.close();
  }
}

/** Undefined while the store is known not to answer. */
async function openLive(
  connection: Connection,
  options: ConstructorParameters<typeof LiveSubscription>[1],
): Promise<LiveSubscription | undefined> {
  try {
    return new LiveSubscription(await connection.get(), options);
  } catch (error) {
    if (error instanceof StoreUnavailable) return undefined;
    throw error;
  }
}

function furthest(marker: Place, event: Place): Place {
  return typeof marker === 'object' && isBehind(marker, event) ? marker : event;
}

/** A server may send again what it sent before. */
function news(events: readonly AllStreamResolvedEvent[], after: bigint): RecordedEvent[] {
  return events
    .flatMap(({ event }) => (event === undefined ? [] : [fromStored(event)]))
    .filter(({ position }) => position > after);
}
