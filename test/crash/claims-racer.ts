import { RevisionConflict } from '#libs/event-sourcing';
import type { EventStore } from '#libs/event-sourcing';
import { openKurrentEventStore } from '#libs/event-store-kurrent';
import { Rejection, STREAM_PREFIXES } from '#libs/truck-flow';
import { report } from './claim-races';
import type { RaceOrder } from './claim-races';

/* One of two processes: reports what its parent orders, and dies where it is ordered to. */

async function main(url: string): Promise<void> {
  const store = await openKurrentEventStore({ url, prefixes: STREAM_PREFIXES, clock: () => new Date() });
  process.on('message', (order: RaceOrder) => {
    void run(store, order).then((outcome) => process.send?.({ outcome }));
  });
  process.send?.({ outcome: 'READY' });
}

async function run(store: EventStore, order: RaceOrder): Promise<string> {
  try {
    await report(deadlyDoor(store, order), order);
    return 'DONE';
  } catch (error) {
    if (error instanceof RevisionConflict) return 'CONFLICT';
    if (error instanceof Rejection) return error.code;
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
}

/** The store behind a door that counts: at its `dieAt`-th operation the process is gone, as in a power cut. */
function deadlyDoor(store: EventStore, { dieAt, dies }: RaceOrder): EventStore {
  let passed = 0;
  const pass = async <Value>(operation: () => Promise<Value>): Promise<Value> => {
    passed += 1;
    const isLast = passed === dieAt;
    if (isLast && dies === 'before') process.kill(process.pid, 'SIGKILL');
    const value = await operation();
    if (isLast) process.kill(process.pid, 'SIGKILL');
    return value;
  };
  return {
    readStream: (...parts) => pass(() => store.readStream(...parts)),
    append: (...parts) => pass(() => store.append(...parts)),
    readAll: (...parts) => store.readAll(...parts),
    readAt: (position) => store.readAt(position),
    lastPosition: () => store.lastPosition(),
    subscribe: (...parts) => store.subscribe(...parts),
    close: () => store.close(),
    recall: store.recall?.bind(store),
  };
}

void main(process.argv[2] ?? '');
