import { LogForked } from '#libs/event-sourcing';
import type { EventStore } from '#libs/event-sourcing';
import type { Reach } from '#libs/http-edge';
import { arrival, logOf, step } from '../../../../libs/read-models/testing/given-events';
import { ReadFeedHandler } from './read-feed';
import type { ReadFeedQuery } from './read-feed';

/* A log that is another one from one question to the next. */

const AT = '2021-12-15T06:40:00+07:00';
const VISIT = 'visit';

function logAt(gate: string): Promise<EventStore> {
  return logOf([
    arrival(VISIT, AT, { gate }),
    step(VISIT, 'customs-clearance', AT, { declarationNumber: 'D-1' }),
  ]);
}

const reach = { gate: () => true } as unknown as Reach;

async function page(handler: ReadFeedHandler, limit: number, cursor?: string) {
  const parameters = { limit, cursor };
  return handler.execute({ parameters, caller: { reach } } as unknown as ReadFeedQuery);
}

test('nothing that was learned of the log before is told of the one that is there', async () => {
  let log = await logAt('NORTH_GATE');
  const store = new Proxy(log, {
    get: (_, name: keyof EventStore) => (log[name] as () => unknown).bind(log),
  });
  const handler = new ReadFeedHandler(store);
  const before = await page(handler, 1);
  expect(JSON.stringify(before.events)).toContain('NORTH_GATE');
  log = await logAt('SOUTH_GATE');
  const { next } = await page(new ReadFeedHandler(log), 1);
  const { events } = await page(handler, 10, next);
  expect(events).toHaveLength(1);
  expect(JSON.stringify(events)).toContain('SOUTH_GATE');
  expect(JSON.stringify(events)).not.toContain('NORTH_GATE');
});

test('a log that goes back while it is read is told as that', async () => {
  const log = await logAt('NORTH_GATE');
  const { next } = await page(new ReadFeedHandler(log), 1);
  log.readAll = (after) => Promise.reject(new LogForked(after));
  await expect(page(new ReadFeedHandler(log), 10, next)).rejects.toMatchObject({
    code: 'CURSOR_OF_ANOTHER_LOG',
  });
});
