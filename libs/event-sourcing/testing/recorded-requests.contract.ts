import { IdempotencyKeyReused } from '#libs/event-sourcing';
import type { EventStore, NewEvent } from '#libs/event-sourcing';
import type { Opened } from './opened-store';
import { freshStream, someEvents } from './test-events';

/**
 * The promise of engines whose appends all go through one process: one command id never records two requests,
 * whatever the streams.
 */
export function describeRecordedRequests(name: string, open: () => Promise<Opened>): void {
  describe(`one key, one request: ${name}`, () => {
    let opened: Opened;
    let store: EventStore;
    beforeEach(async () => {
      opened = await open();
      store = opened.store;
    });
    afterEach(() => opened.close());

    it('refuses another request under a recorded command id, on another stream and on its own', async () => {
      const [first, other] = [someEvents(2), freshStream()];
      const stream = freshStream();
      await store.append(stream, first, 'noStream');
      await expect(store.append(other, asking('something else', first), 'noStream')).rejects.toBeInstanceOf(
        IdempotencyKeyReused,
      );
      await expect(store.append(stream, asking('something else', first), 1n)).rejects.toBeInstanceOf(
        IdempotencyKeyReused,
      );
      await expect(store.readStream(other)).resolves.toMatchObject({ revision: 'noStream' });
    });

    it('still does so after a restart, and whatever was recorded since', async () => {
      const first = someEvents(1);
      await store.append(freshStream(), first, 'noStream');
      await Promise.all(
        Array.from({ length: 5_000 }, () => store.append(freshStream(), someEvents(1), 'noStream')),
      );
      const refused = () => store.append(freshStream(), asking('something else', first), 'noStream');
      await expect(refused()).rejects.toBeInstanceOf(IdempotencyKeyReused);
      store = (await opened.reopen?.()) ?? store;
      await expect(refused()).rejects.toBeInstanceOf(IdempotencyKeyReused);
    });

    it('lets one request record events in several streams', async () => {
      const first = someEvents(1);
      await store.append(freshStream(), first, 'noStream');
      await expect(store.append(freshStream(), first, 'noStream')).resolves.toMatchObject({ revision: 0n });
    });

    it('records one of many requests that come at once under one command id', async () => {
      for (let round = 0; round < 200; round += 1) {
        const first = someEvents(1);
        const both = [asking(`${round} left`, first), asking(`${round} right`, first)];
        const outcomes = await Promise.allSettled(
          both.map((events) => store.append(freshStream(), events, 'noStream')),
        );
        const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
        expect(refused.map(({ reason }) => reason as unknown)).toEqual([expect.any(IdempotencyKeyReused)]);
      }
    });

    it('leaves the command id of a refused append free', async () => {
      const first = someEvents(1);
      await expect(store.append(freshStream(), first, 4n)).rejects.toThrow();
      await expect(
        store.append(freshStream(), asking('something else', first), 'noStream'),
      ).resolves.toMatchObject({
        revision: 0n,
      });
    });
  });
}

/** The same events of another request. */
function asking(requestHash: string, events: readonly NewEvent[]): NewEvent[] {
  return events.map((event) => ({ ...event, metadata: { ...event.metadata, requestHash } }));
}
