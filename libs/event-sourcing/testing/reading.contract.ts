/* Contract suite: reading streams and the log. */
import { hashOf } from '#libs/event-sourcing';
import type { RecordedEvent } from '#libs/event-sourcing';
import type { Subject } from './opened-store';
import { freshStream, idsOf, someEvents } from './test-events';

/** What reads give back, of one stream and of the log, and what the store seals into every event. */
export function describeReading(subject: Subject): void {
  describe('reading', () => {
    describeStreams(subject);
    describeHistories(subject);
    describeLog(subject);
    describeSeals(subject);
  });
}

function describeStreams(subject: Subject): void {
  it('reads a missing stream as empty, from wherever', async () => {
    const stream = freshStream();
    await expect(subject.store.readStream(stream)).resolves.toEqual({ events: [], revision: 'noStream' });
    await expect(subject.store.readStream(stream, 3n)).resolves.toEqual({ events: [], revision: 'noStream' });
  });

  it('reads from a revision on and still says where the stream ends', async () => {
    const stream = freshStream();
    const events = someEvents(5);
    await subject.store.append(stream, events, 'noStream');
    const tail = await subject.store.readStream(stream, 3n);
    expect(tail.events.map((event) => event.revision)).toEqual([3n, 4n]);
    expect(idsOf(tail.events)).toEqual(idsOf(events.slice(3)));
    expect(tail.revision).toBe(4n);
  });

  it.each([[5n], [2n ** 53n + 1n], [2n ** 64n]])(
    'reads nothing from %s of a stream that ends at 4',
    async (from) => {
      const stream = freshStream();
      await subject.store.append(stream, someEvents(5), 'noStream');
      await expect(subject.store.readStream(stream, from)).resolves.toEqual({ events: [], revision: 4n });
    },
  );

  it('reads a stream longer than any page', async () => {
    const stream = freshStream();
    const events = someEvents(600);
    await subject.store.append(stream, events.slice(0, 300), 'noStream');
    await subject.store.append(stream, events.slice(300), 299n);
    const slice = await subject.store.readStream(stream);
    expect(idsOf(slice.events)).toEqual(idsOf(events));
    expect(slice.revision).toBe(599n);
  });
}

/** Pages through whole streams; undefined when the engine does not offer it. */
async function wholeStreams(
  { store }: Subject,
  categories: readonly string[],
): Promise<(readonly [string, readonly RecordedEvent[]])[] | undefined> {
  if (store.readHistories === undefined) return undefined;
  const found: (readonly [string, readonly RecordedEvent[]])[] = [];
  for (let cursor: bigint | null = null; ;) {
    const { histories, next } = await store.readHistories(categories, cursor);
    found.push(...histories);
    if (next === null) return found;
    cursor = next;
  }
}

function describeHistories(subject: Subject): void {
  it('reads every stream of some categories once and whole, where it reads by streams at all', async () => {
    const [wanted, other, third] = ['Wanted', 'Other', 'Third'].map((name) => `${name}${Date.now()}`);
    const named = (category = ''): string[] =>
      Array.from({ length: 150 }, (_, index) => `${category}-${index}`);
    for (const stream of named(wanted)) await subject.store.append(stream, someEvents(2), 'noStream');
    for (const stream of named(other)) await subject.store.append(stream, someEvents(1), 'noStream');
    const long = `${third ?? ''}-long`;
    await subject.store.append(long, someEvents(70), 'noStream');
    await subject.store.append(`${wanted ?? ''}-7`, someEvents(1), 1n);
    const found = await wholeStreams(subject, [wanted ?? '', third ?? '']);
    if (found === undefined) return;
    expect(found.map(([stream]) => stream).sort()).toEqual([...named(wanted), long].sort());
    for (const [stream, events] of found) {
      const { events: read } = await subject.store.readStream(stream);
      expect(events.map(sealOf)).toEqual(read.map(sealOf));
      expect(events.map(computedHash)).toEqual(read.map((event) => event.metadata.hash));
    }
  });
}

function sealOf({ stream, revision, position, type, eventId, data, metadata }: RecordedEvent): unknown {
  return { stream, revision, position, type, eventId, data, hash: metadata.hash };
}

function describeLog(subject: Subject): void {
  it('reads the log in the order of the answers, page by page and at once', async () => {
    const base = await subject.store.lastPosition();
    const [a, b] = [freshStream(), freshStream()];
    await subject.store.append(a, someEvents(3), 'noStream');
    await subject.store.append(b, someEvents(2), 'noStream');
    const last = await subject.store.append(a, someEvents(2), 2n);
    const log = await subject.store.readAll(base, 100);
    expect(log.map((event) => event.stream)).toEqual([a, a, a, b, b, a, a]);
    expect(log.map((event) => event.revision)).toEqual([0n, 1n, 2n, 0n, 1n, 3n, 4n]);
    expect(log.at(-1)?.position).toBe(last.position);
    await expect(subject.store.lastPosition()).resolves.toBe(last.position);
    expect(await inPages(subject, base, 2)).toEqual(log);
  });

  it('gives every event a position above the one before it, as a bigint', async () => {
    const base = await subject.store.lastPosition();
    await Promise.all(
      Array.from({ length: 20 }, () => subject.store.append(freshStream(), someEvents(3), 'noStream')),
    );
    const log = await subject.store.readAll(base, 100);
    const positions = log.map((event) => event.position);
    expect(positions).toHaveLength(60);
    expect(positions.every((position) => typeof position === 'bigint')).toBe(true);
    positions.reduce((before, position) => {
      expect(position > before).toBe(true);
      return position;
    }, base);
  });

  it('reads more than any page holds when asked to', async () => {
    const base = await subject.store.lastPosition();
    const events = someEvents(1_100);
    await subject.store.append(freshStream(), events, 'noStream');
    expect(idsOf(await subject.store.readAll(base, 1_050))).toEqual(idsOf(events.slice(0, 1_050)));
    expect(await subject.store.readAll(base, 5_000)).toHaveLength(1_100);
  });

  it.each([[2n ** 53n + 1n], [2n ** 64n]])('reads nothing after position %s', async (position) => {
    await subject.store.append(freshStream(), someEvents(1), 'noStream');
    await expect(subject.store.readAll(position, 10)).resolves.toEqual([]);
  });

  it('gives the same log after a restart', async () => {
    const base = await subject.store.lastPosition();
    await subject.store.append(freshStream(), someEvents(7), 'noStream');
    const before = await subject.store.readAll(base, 10);
    await subject.restart();
    await expect(subject.store.readAll(base, 10)).resolves.toEqual(before);
  });
}

function describeSeals(subject: Subject): void {
  it('chains the hash of every event to the one before it in its stream, over a restart too', async () => {
    const stream = freshStream();
    await subject.store.append(stream, someEvents(3), 'noStream');
    await subject.store.append(freshStream(), someEvents(2), 'noStream');
    await subject.restart();
    await subject.store.append(stream, someEvents(2), 2n);
    const { events } = await subject.store.readStream(stream);
    const hashes = events.map((event) => event.metadata.hash);
    expect(events.map((event) => event.metadata.prevHash)).toEqual([null, ...hashes.slice(0, -1)]);
    expect(events.map(computedHash)).toEqual(hashes);
    expect(new Set(hashes).size).toBe(5);
  });

  it('never lets record time decrease within a stream', async () => {
    const stream = freshStream();
    await subject.store.append(stream, someEvents(1), 'noStream');
    for (let revision = 0n; revision < 5n; revision++)
      await subject.store.append(stream, someEvents(1), revision);
    const { events } = await subject.store.readStream(stream);
    const times = events.map((event) => event.metadata.recordTime);
    expect(times.every((time) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z$/.test(time))).toBe(true);
    expect([...times].sort()).toEqual(times);
  });
}

function computedHash({ stream, revision, type, eventId, data, metadata }: RecordedEvent): string {
  return hashOf({ stream, revision, type, eventId, dataText: JSON.stringify(data) }, metadata);
}

async function inPages(subject: Subject, base: bigint, size: number): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for (;;) {
    const page = await subject.store.readAll(events.at(-1)?.position ?? base, size);
    if (page.length === 0) return events;
    expect(page.length).toBeLessThanOrEqual(size);
    events.push(...page);
  }
}
