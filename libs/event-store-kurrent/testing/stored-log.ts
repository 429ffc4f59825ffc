import type { NewEvent } from '#libs/event-sourcing';
import { freshStream, someEvents } from '#libs/event-sourcing/testing';
import { storableTexts } from '#libs/event-sourcing';
import type { FakeEventStore } from '../../../test/fakes/eventstore';
import { sealAll } from '../src/stored-event';

const NOW = '2021-12-25T16:59:59.000Z';

/** Puts events into a fake's log as the adapter would have appended them, without a call each. */
export function storeDirectly(fake: FakeEventStore, count: number, perStream = 20): void {
  for (let stored = 0; stored < count; stored += perStream) {
    storeStream(fake, freshStream(), someEvents(Math.min(perStream, count - stored)));
  }
}

export function storeStream(fake: FakeEventStore, stream: string, events: readonly NewEvent[]): void {
  const texts = storableTexts(stream, events, 'noStream');
  const { events: sealed } = sealAll({ stream, before: null }, events, texts, NOW);
  const proposed = sealed.map(({ id, type, contentType, data, metadata }) => ({
    id,
    type,
    contentType,
    data: Buffer.from(JSON.stringify(data)),
    metadata: Buffer.from(JSON.stringify(metadata)),
  }));
  fake.log.append(stream, proposed, 'noStream');
}
