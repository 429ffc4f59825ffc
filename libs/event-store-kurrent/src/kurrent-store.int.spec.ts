import { verify } from '#libs/event-sourcing';
import { describeEventStore } from '#libs/event-sourcing/testing';
import { FakeEventStore } from '../../../test/fakes/eventstore';
import { contractStore, openStore, TEST_PREFIXES } from '../testing/fake-store';

const REAL = process.env['EVENTSTORE_URL'];

if (REAL === undefined) {
  process.stdout.write(
    'EVENTSTORE_URL is not set: EventStoreDB is proved on the protocol fake, no real server\n',
  );
} else {
  describeEventStore(
    'EventStoreDB at EVENTSTORE_URL',
    contractStore(() => Promise.resolve(REAL)),
  );
}

describe('on the protocol fake, beside what others write', () => {
  const fake = FakeEventStore.start({ noise: 0.3, seed: 7 });

  afterAll(async () => {
    (await fake).stop();
  });

  describeEventStore(
    'EventStoreDB',
    contractStore(async () => (await fake).url),
  );

  it('has appended with a revision and by the classic path only, and everything verifies', async () => {
    const { url, violations, log } = await fake;
    expect(violations).toEqual([]);
    const store = await openStore(url);
    const ours = log.all.filter(({ stream }) => TEST_PREFIXES.some((prefix) => stream.startsWith(prefix)));
    await expect(verify(store, { gapless: false })).resolves.toMatchObject({
      events: ours.length,
      fault: null,
    });
  });
});
