import { LogForked, markOf } from '#libs/event-sourcing';
import type { EventMark, RecordedEvent } from '#libs/event-sourcing';
import type { Subject } from './opened-store';
import { freshStream, idsOf, someEvents } from './test-events';

/** Going on behind a marked event: only where it still stands. */
export function describeMarks(subject: Subject): void {
  describe('marked events', () => {
    it('are found at their position, and nothing elsewhere', async () => {
      const [first] = await appended(subject, 2);
      await expect(subject.store.readAt(first.position)).resolves.toEqual(first);
      for (const nowhere of [-1n, 2n ** 62n, 2n ** 64n])
        await expect(subject.store.readAt(nowhere)).resolves.toBeUndefined();
    });

    it('are read on from, in pages, as from their position', async () => {
      const [first] = await appended(subject, 40);
      const [mark, { position }] = [markOf(first), first];
      expect(await subject.store.readAll(mark, 100)).toEqual(await subject.store.readAll(position, 100));
      expect(await subject.store.readAll(mark, 3)).toHaveLength(3);
    });

    it('are followed from as from their position', async () => {
      const [first, ...others] = await appended(subject, 5);
      const events: RecordedEvent[] = [];
      const options = { batchSize: 2, signal: new AbortController().signal };
      for await (const batch of subject.store.subscribe(markOf(first), options)) {
        events.push(...batch);
        if (events.length === 4) break;
      }
      expect(idsOf(events)).toEqual(idsOf(others));
    });

    it.each<[name: string, change: (mark: EventMark) => EventMark]>([
      ['with another hash', (mark) => ({ ...mark, hash: '0'.repeat(64) })],
      ['of another stream', (mark) => ({ ...mark, stream: freshStream() })],
      ['of another revision', (mark) => ({ ...mark, revision: mark.revision + 1n })],
      ['beyond the end', (mark) => ({ ...mark, position: mark.position + 2n ** 40n })],
    ])('%s are of another log', async (_, change) => {
      const [first] = await appended(subject, 2);
      const other = change(markOf(first));
      await expect(subject.store.readAll(other, 10)).rejects.toThrow(LogForked);
    });
  });
}

async function appended(subject: Subject, count: number): Promise<[RecordedEvent, ...RecordedEvent[]]> {
  const base = await subject.store.lastPosition();
  await subject.store.append(freshStream(), someEvents(count), 'noStream');
  const [first, ...others] = await subject.store.readAll(base, count);
  if (first === undefined) throw new Error('nothing was appended');
  return [first, ...others];
}
