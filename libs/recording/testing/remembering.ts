import type { EventStore, RecordedEvent } from '#libs/event-sourcing';

/**
 * The same store with a memory as poor as one may be: whenever it is asked it remembers a beginning of the stream, of
 * any length, or nothing.
 */
export function remembering<Store extends EventStore>(store: Store, random: () => number): Store {
  const known = new Map<string, readonly RecordedEvent[]>();
  const append = store.append.bind(store);
  return Object.assign(store, {
    append: async (...given: Parameters<EventStore['append']>) => {
      const [stream] = given;
      try {
        return await append(...given);
      } finally {
        known.set(stream, (await store.readStream(stream)).events);
      }
    },
    recall: () => ({
      upToDate: () => Promise.resolve(),
      of: (stream: string) => {
        const whole = known.get(stream) ?? [];
        const length = Math.floor(random() * (whole.length + 2));
        if (length > whole.length) return undefined;
        const events = whole.slice(0, length);
        return { events, revision: events.at(-1)?.revision ?? ('noStream' as const) };
      },
    }),
  });
}
