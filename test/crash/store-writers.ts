import { RevisionConflict } from '#libs/event-sourcing';
import type { EventStore, ExpectedRevision, NewEvent } from '#libs/event-sourcing';
import { idsOf, someEvents } from '#libs/event-sourcing/testing';
import { openSqliteEventStore } from '#libs/event-store-sqlite';

/** Every so often all writers meet on this one stream, which goes on over all rounds. */
const CONTESTED = 'claim-contested';
const WRITERS = 50;
const STREAM_LENGTH = 12n;

/** Appends for ever from many writers at once and prints what was acknowledged: stream, revision, event id. */
async function appendForEver(directory: string, round: string): Promise<void> {
  const store = await openSqliteEventStore({ directory, clock: () => new Date() });
  await Promise.all(
    Array.from({ length: WRITERS }, (_, writer) => write(store, `truckVisit-${round}-${writer}`)),
  );
}

async function write(store: EventStore, name: string): Promise<never> {
  for (let visit = 0; ; visit++) {
    const stream = `${name}-${visit}`;
    let expected: ExpectedRevision = 'noStream';
    while (expected === 'noStream' || expected < STREAM_LENGTH) {
      const events = someEvents(1 + (visit % 3));
      expected = (await store.append(stream, events, expected)).revision;
      acknowledge(stream, expected, events);
    }
    await contend(store);
  }
}

async function contend(store: EventStore): Promise<void> {
  const { revision } = await store.readStream(CONTESTED, 2n ** 40n);
  const events = someEvents(1);
  try {
    acknowledge(CONTESTED, (await store.append(CONTESTED, events, revision)).revision, events);
  } catch (error) {
    if (!(error instanceof RevisionConflict)) throw error;
  }
}

function acknowledge(stream: string, last: bigint, events: readonly NewEvent[]): void {
  const first = last - BigInt(events.length) + 1n;
  idsOf(events).forEach((eventId, index) => {
    process.stdout.write(`${stream} ${first + BigInt(index)} ${eventId}\n`);
  });
}

const [directory = '', round = ''] = process.argv.slice(2);
void appendForEver(directory, round);
