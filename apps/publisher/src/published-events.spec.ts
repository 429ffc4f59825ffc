import type { EventReader, RecordedEvent } from '#libs/event-sourcing';
import { linesOf, PublishedEvents } from './published-events';

const published = (prefix: string, from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => ({
    position: BigInt(from + index),
    id: `${prefix}-${from + index}`,
  }));

/** A log of these events. */
function logOf(events: ReturnType<typeof published>): Pick<EventReader, 'readAt'> {
  return {
    readAt: (position) => {
      const found = events.find((event) => event.position === position);
      return Promise.resolve(found && ({ eventId: found.id } as RecordedEvent));
    },
  };
}

it('what was published is told from what the log holds now, also where it gave the positions again', async () => {
  const events = new PublishedEvents();
  events.add(published('first', 0, 20));
  const log = logOf([...published('first', 0, 12), ...published('anew', 12, 30)]);
  await expect(events.takeLost(log)).resolves.toEqual({
    lastKept: { position: 11n, id: 'first-11' },
    gone: published('first', 12, 20),
  });
  // They are forgotten with that, and what is there now is remembered.
  events.add(published('anew', 12, 30));
  await expect(events.takeLost(log)).resolves.toEqual({
    lastKept: { position: 29n, id: 'anew-29' },
    gone: [],
  });
});

it('what is published again is remembered once, and of much the latest', async () => {
  for (const [limit, oldest] of [[100, 0] as const, [10, 15] as const]) {
    const events = new PublishedEvents(limit);
    events.add(published('first', 0, 20));
    events.add(published('first', 5, 25));
    await expect(events.takeLost(logOf([]))).resolves.toEqual({
      lastKept: undefined,
      gone: published('first', oldest, 25),
    });
  }
});

it('a fork is told in lines: from where to where, the last that counts, and every id that is gone', () => {
  const gone = Array.from({ length: 150 }, (_, index) => ({ position: BigInt(index), id: `id-${index}` }));
  const lines = linesOf({ position: 149n, lastKept: { position: 7n, id: 'id-kept' }, gone });
  expect(lines).toHaveLength(3);
  expect(lines[0]).toBe(
    'FORK from position 149 to 7: the last published event that counts has ce_id id-kept, 150 published after it are gone',
  );
  expect(lines.slice(1).flatMap((line) => line.match(/id-\d+/g))).toEqual(gone.map(({ id }) => id));
  expect(linesOf({ position: 3n, lastKept: undefined, gone: [] })).toEqual([
    'FORK from position 3 to the beginning: of what this process published the log holds nothing, 0 published after it are gone',
  ]);
});
