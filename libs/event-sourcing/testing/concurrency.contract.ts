/* Contract suite: concurrent writers of one stream. */
import { setImmediate } from 'node:timers/promises';
import type { ExpectedRevision, RecordedEvent } from '#libs/event-sourcing';
import { RevisionConflict } from '#libs/event-sourcing';
import type { Subject } from './opened-store';
import { freshStream, idsOf, someEvents } from './test-events';

const WRITERS = 64;
const ATTEMPTS = 20;
const READERS = 4;

/** What holds when many append at once: a stream never forks, and every reader sees a prefix of the log. */
export function describeConcurrency(subject: Subject): void {
  describe('many at once', () => {
    it('lets exactly one of two writers win', async () => {
      const stream = freshStream();
      await subject.store.append(stream, someEvents(1), 'noStream');
      const outcomes = await Promise.allSettled([
        subject.store.append(stream, someEvents(1), 0n),
        subject.store.append(stream, someEvents(1), 0n),
      ]);
      const lost = outcomes.filter((outcome) => outcome.status === 'rejected');
      expect(lost).toHaveLength(1);
      expect(lost[0]?.reason).toBeInstanceOf(RevisionConflict);
      expect(lost[0]?.reason).toMatchObject({ expected: 0n, actual: 1n });
      await expect(subject.store.readStream(stream)).resolves.toMatchObject({ revision: 1n });
    });

    it('gives one stream of 64 writers revisions without hole or repeat, and every winner its place', async () => {
      const stream = freshStream();
      const won = await Promise.all(Array.from({ length: WRITERS }, () => race(subject, stream)));
      const winners = won.flat().sort((a, b) => Number(a.revision - b.revision));
      const { events } = await subject.store.readStream(stream);
      expect(events.map((event) => event.revision)).toEqual(events.map((_, index) => BigInt(index)));
      expect(winners.map((winner) => winner.revision)).toEqual(events.map((event) => event.revision));
      expect(idsOf(winners)).toEqual(idsOf(events));
      expect(winners.length).toBeGreaterThanOrEqual(ATTEMPTS);
    });

    it('fails only the append that conflicts, not those beside it', async () => {
      const [stream, other] = [freshStream(), freshStream()];
      await subject.store.append(stream, someEvents(1), 'noStream');
      const outcomes = await Promise.allSettled([
        subject.store.append(other, someEvents(1), 'noStream'),
        subject.store.append(stream, someEvents(1), 'noStream'),
        subject.store.append(other, someEvents(1), 0n),
        subject.store.append(stream, someEvents(1), 0n),
      ]);
      expect(outcomes.map((outcome) => outcome.status)).toEqual([
        'fulfilled',
        'rejected',
        'fulfilled',
        'fulfilled',
      ]);
    });

    it('shows every reader a prefix of the log: never an event without those before it', async () => {
      const base = await subject.store.lastPosition();
      const state = { isWriting: true };
      const reading = Array.from({ length: READERS }, () => readWhile(subject, base, state));
      await Promise.all(Array.from({ length: 8 }, () => writeStream(subject, 40)));
      state.isWriting = false;
      const log = idsOf(await subject.store.readAll(base, 10_000));
      const seen = (await Promise.all(reading)).flat();
      expect(seen.length).toBeGreaterThan(READERS);
      for (const ids of seen) expect(ids).toEqual(log.slice(0, ids.length));
    });
  });
}

/** One writer of many: reads where the stream stands, appends there, goes on whether it won or lost. */
async function race(subject: Subject, stream: string): Promise<{ revision: bigint; eventId: string }[]> {
  const won: { revision: bigint; eventId: string }[] = [];
  let expected: ExpectedRevision = 'noStream';
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const events = someEvents(1);
    try {
      const { revision } = await subject.store.append(stream, events, expected);
      won.push({ revision, eventId: events[0]?.eventId ?? '' });
      expected = revision;
    } catch (error) {
      if (!(error instanceof RevisionConflict)) throw error;
      expected = error.actual;
    }
  }
  return won;
}

async function writeStream(subject: Subject, count: number): Promise<void> {
  const stream = freshStream();
  let expected: ExpectedRevision = 'noStream';
  for (let index = 0; index < count; index++) {
    expected = (await subject.store.append(stream, someEvents(2), expected)).revision;
    await setImmediate();
  }
}

async function readWhile(subject: Subject, base: bigint, state: { isWriting: boolean }): Promise<string[][]> {
  const seen: string[][] = [];
  while (state.isWriting) {
    const events: readonly RecordedEvent[] = await subject.store.readAll(base, 10_000);
    seen.push(idsOf(events));
    await setImmediate();
  }
  return seen;
}
