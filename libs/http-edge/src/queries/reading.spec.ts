import { setTimeout as sleep } from 'node:timers/promises';
import { StoreUnavailable } from '#libs/event-sourcing';
import type { RecordedEvent } from '#libs/event-sourcing';
import type { EdgeViews } from './edge-views';
import { Reading } from './reading';

/**
 * Views that have seen position 7, and see `coming` while they are waited for. At 5, 9 and 15 stand no events, and up
 * to `lostUpTo` a log that is gone gave positions.
 */
function readingOf(coming: bigint, lastPosition?: () => Promise<bigint>, lostUpTo = -1n): Reading {
  const standing = (position: bigint): boolean => ![5n, 9n, 15n].includes(position);
  const readAt = (position: bigint) =>
    Promise.resolve(standing(position) ? ({} as RecordedEvent) : undefined);
  const views = {
    lostUpTo,
    reader: { isHeld: false, read: (_names: unknown, query: () => object) => query() },
    until: (position: bigint, milliseconds: number) =>
      milliseconds === 0 ? Promise.resolve(position <= 7n) : sleep(50, position <= coming),
  };
  return new Reading(
    { live: views } as unknown as EdgeViews,
    lastPosition === undefined ? undefined : { lastPosition, readAt },
  );
}

const never = () => new Promise<bigint>(() => undefined);
const away = () => Promise.reject(new StoreUnavailable('no answer'));

test.each<[string, bigint, Reading, string]>([
  ['that was seen, without asking the log', 7n, readingOf(7n, away), 'read'],
  ['that comes while it is waited for', 9n, readingOf(9n, () => Promise.resolve(9n)), 'read'],
  ['that the log holds and the view has not', 8n, readingOf(7n, () => Promise.resolve(9n)), 'VIEW_BEHIND'],
  ['where no event stands', 9n, readingOf(7n, () => Promise.resolve(9n)), 'CURSOR_OF_ANOTHER_LOG'],
  ['of a log that is gone', 5n, readingOf(7n, () => Promise.resolve(9n), 15n), 'CURSOR_OF_ANOTHER_LOG'],
  [
    'of one gone, beyond the end',
    15n,
    readingOf(7n, () => Promise.resolve(9n), 15n),
    'CURSOR_OF_ANOTHER_LOG',
  ],
  ['that may be of one gone, given again', 6n, readingOf(7n, () => Promise.resolve(9n), 15n), 'read'],
  ['beyond the end of the log', 10n, readingOf(7n, () => Promise.resolve(9n)), 'AFTER_BEYOND_LOG'],
  ['while the log does not answer', 10n, readingOf(7n, never), 'VIEW_BEHIND'],
  ['while the log is away', 10n, readingOf(7n, away), 'VIEW_BEHIND'],
  ['where nobody knows the log', 10n, readingOf(7n), 'VIEW_BEHIND'],
])('a position %s', async (_what, after, reading, expected) => {
  const answer = reading.read(after, [], () => ({ read: true }));
  const verdict = await answer.then(
    () => 'read',
    (error: unknown) => (error as { code: string }).code,
  );
  expect(verdict).toBe(expected);
});

test('what the log breaks for is not taken for an absence', async () => {
  const reading = readingOf(7n, () => Promise.reject(new TypeError('a mistake')));
  await expect(reading.read(10n, [], () => ({}))).rejects.toThrow(TypeError);
});

test.each([
  [true, 'read'],
  [false, 'held'],
])('views that are held are waited for (released: %s)', async (isReleased, expected) => {
  const reader = {
    isHeld: true,
    read: (_names: unknown, query: () => object) => {
      if (reader.isHeld) throw new Error('held');
      return query();
    },
  };
  const until = async (): Promise<boolean> => {
    await sleep(5);
    reader.isHeld = !isReleased;
    return isReleased;
  };
  const reading = new Reading({ live: { reader, until } } as unknown as EdgeViews);
  const verdict = await reading
    .read(undefined, [], () => ({}))
    .then(
      () => 'read',
      (error: unknown) => (error as Error).message,
    );
  expect(verdict).toBe(expected);
});
