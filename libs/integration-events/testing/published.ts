import type { MemoryEventStore } from '#libs/event-sourcing';
import { logOf } from '../../read-models/testing/given-events';
import type { GivenEvent } from '../../read-models/testing/given-events';
import type { IntegrationEvent } from '../src/integration-event';
import { Translator } from '../src/translator';

export const VISIT = '0b6f6f0e-5b1c-4c55-9d7c-3f1f0f3a2b11';
export const ARRIVED = '2021-12-15T06:40:00+07:00';

/** What a log of these events is to the world. */
export async function published(...given: readonly GivenEvent[]): Promise<IntegrationEvent[]> {
  return publishedOf(await logOf(given));
}

/** What a log is to the world, translated in its order. */
export async function publishedOf(
  store: MemoryEventStore,
  translator = new Translator(store),
): Promise<IntegrationEvent[]> {
  const events: IntegrationEvent[] = [];
  for (const stored of await store.readAll(-1n, 10_000)) {
    const told = await translator.translate(stored);
    if (told !== undefined) events.push(told);
  }
  return events;
}
