/* Contract suite: catch-up subscriptions. */
import type { RecordedEvent } from '#libs/event-sourcing';
import type { Subject } from './opened-store';
import { freshStream, idsOf, someEvents } from './test-events';

/** What a subscriber is told: every event after its position once, in log order, for as long as it likes. */
export function describeSubscribing(subject: Subject): void {
  describe('subscribing', () => {
    describeDelivery(subject);
    describeEnd(subject);
  });
}

function describeDelivery(subject: Subject): void {
  it('begins after the given position', async () => {
    const { position } = await subject.store.append(freshStream(), someEvents(3), 'noStream');
    const later = someEvents(2);
    await subject.store.append(freshStream(), later, 'noStream');
    expect(idsOf(await take(subject, position, 2))).toEqual(idsOf(later));
  });

  it('gives what is stored first, then what comes, each event once and in order', async () => {
    const base = await subject.store.lastPosition();
    const events = someEvents(100);
    const stream = freshStream();
    await subject.store.append(stream, events.slice(0, 40), 'noStream');
    const taking = take(subject, base, 100, { batchSize: 7 });
    for (let index = 40; index < 100; index += 3) {
      await subject.store.append(stream, events.slice(index, index + 3), BigInt(index - 1));
    }
    expect(idsOf(await taking)).toEqual(idsOf(events));
  });

  it('keeps the order of the log while many write', async () => {
    const base = await subject.store.lastPosition();
    const taking = take(subject, base, 300);
    await Promise.all(
      Array.from({ length: 100 }, () => subject.store.append(freshStream(), someEvents(3), 'noStream')),
    );
    expect(await taking).toEqual(await subject.store.readAll(base, 300));
  });

  it('lets a slow consumer delay only itself', async () => {
    const base = await subject.store.lastPosition();
    const stream = freshStream();
    const [slow, fast] = [take(subject, base, 50, { batchSize: 4, isSlow: true }), take(subject, base, 50)];
    const events = someEvents(50);
    await subject.store.append(stream, events.slice(0, 1), 'noStream');
    for (let index = 1; index < 50; index++) {
      await subject.store.append(stream, events.slice(index, index + 1), BigInt(index - 1));
    }
    expect(idsOf(await fast)).toEqual(idsOf(events));
    expect(idsOf(await slow)).toEqual(idsOf(events));
  });

  it('goes on after a restart in the middle from where it was', async () => {
    const base = await subject.store.lastPosition();
    const events = someEvents(20);
    const stream = freshStream();
    await subject.store.append(stream, events.slice(0, 10), 'noStream');
    const before = await take(subject, base, 6, { batchSize: 3 });
    await subject.restart();
    await subject.store.append(stream, events.slice(10), 9n);
    const after = await take(subject, before.at(-1)?.position ?? base, 14, { batchSize: 3 });
    expect(idsOf([...before, ...after])).toEqual(idsOf(events));
  });
}

function describeEnd(subject: Subject): void {
  it('ends when it is aborted while it waits for something to come', async () => {
    const position = await subject.store.lastPosition();
    const abort = new AbortController();
    const batches = subject.store
      .subscribe(position, { batchSize: 10, signal: abort.signal })
      [Symbol.asyncIterator]();
    const waiting = batches.next();
    await subject.store.readAll(position, 1);
    abort.abort();
    await expect(waiting).resolves.toMatchObject({ done: true });
  });

  it('gives nothing when it is aborted before it begins', async () => {
    const base = await subject.store.lastPosition();
    await subject.store.append(freshStream(), someEvents(1), 'noStream');
    const batches = subject.store.subscribe(base, { batchSize: 10, signal: AbortSignal.abort() });
    await expect(batches[Symbol.asyncIterator]().next()).resolves.toMatchObject({ done: true });
  });

  it('can be left by its consumer at any batch', async () => {
    const base = await subject.store.lastPosition();
    await subject.store.append(freshStream(), someEvents(5), 'noStream');
    expect(await take(subject, base, 2, { batchSize: 2 })).toHaveLength(2);
    expect(await take(subject, base, 5, { batchSize: 2 })).toHaveLength(5);
  });
}

/** The first `count` events of a subscription. */
async function take(
  subject: Subject,
  position: bigint,
  count: number,
  options: { readonly batchSize?: number; readonly isSlow?: boolean } = {},
): Promise<RecordedEvent[]> {
  const { batchSize = 64, isSlow = false } = options;
  const abort = new AbortController();
  const events: RecordedEvent[] = [];
  for await (const batch of subject.store.subscribe(position, { batchSize, signal: abort.signal })) {
    expect(batch.length).toBeLessThanOrEqual(batchSize);
    events.push(...batch);
    if (events.length >= count) break;
    if (isSlow) await subject.store.readAll(position, 1);
  }
  abort.abort();
  return events;
}
