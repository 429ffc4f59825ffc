import { DatabaseSync } from 'node:sqlite';
import { MemoryEventStore } from '#libs/event-sourcing';
import { seeded } from '#libs/event-sourcing/testing';
import type { Message } from '#libs/integration-events';
import type { MessagePublisher } from '../../apps/publisher/src/message-publisher';
import { CheckpointStream } from '../../apps/publisher/src/checkpoint-stream';
import { Relay } from '../../apps/publisher/src/relay';
import { recordIn } from '../../libs/read-models/testing/given-events';
import { randomBorder } from '../../libs/read-models/testing/random-border';
import { ReferenceConsumer } from './reference-consumer';
import type { GateDay } from './reference-consumer';

/** Every third of the answers is lost, or nearly. */
export const ANSWERS_LOST = 0.3;
const EVENTS = 10_000;
/** Small, so that there are hundreds of answers to lose. */
const BATCH = 20;

/** Ten thousand events of trucks that come, go, and are corrected. */
export async function tenThousandEvents(): Promise<MemoryEventStore> {
  const store = new MemoryEventStore(() => new Date('2022-01-01T00:00:00Z'));
  for (const given of randomBorder(seeded(2021), 2_600).slice(0, EVENTS)) await recordIn(store, given);
  return store;
}

/** Publishes the whole log, then stops. */
export async function publishAll(store: MemoryEventStore, publisher: MessagePublisher): Promise<void> {
  const last = await store.lastPosition();
  const stopping = new AbortController();
  const now = (): string => '2022-01-01T00:00:00Z';
  const relay: Relay = new Relay({
    ...{ store, publisher, exclusive: true, takeoverAfter: 1_000, checkpointAfter: 60_000 },
    ...{ batchSize: BATCH, longestPause: 5 },
    checkpoints: new CheckpointStream(store, 'trial', now, 'trial'),
    events: {
      onPublished: () => {
        if (relay.status.position >= last) stopping.abort();
      },
    },
  });
  await relay.run(stopping.signal);
  await publisher.close();
}

export interface Effects {
  readonly applied: number;
  readonly repeated: number;
  readonly days: readonly GateDay[];
}

/**
 * What a consumer makes of these messages that dies again and again before it can say how far it came, and then begins
 * a way back.
 */
export function effectsOf(messages: readonly Message[]): Effects {
  const random = seeded(5);
  const db = new DatabaseSync(':memory:');
  let consumer = new ReferenceConsumer(db);
  let [applied, repeated] = [0, 0];
  for (let at = 0; at < messages.length;) {
    const until = at + Math.ceil(random() * 2_000);
    for (const message of messages.slice(at, until)) consumer.take(message);
    applied += consumer.applied;
    repeated += consumer.repeated;
    consumer = new ReferenceConsumer(db);
    at = until >= messages.length ? until : Math.max(at + 1, until - Math.ceil(random() * 500));
  }
  const days = consumer.days();
  db.close();
  return { applied, repeated, days };
}
