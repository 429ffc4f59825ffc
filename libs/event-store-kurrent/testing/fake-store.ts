import type { EventStore } from '#libs/event-sourcing';
import { proofSize } from '#libs/event-sourcing/testing';
import type { Opened } from '#libs/event-sourcing/testing';
import { openKurrentEventStore } from '../src/open-event-store';
import type { KurrentStoreOptions } from '../src/open-event-store';
import type { KurrentEventStore } from '../src/event-store';

// These tests wait for connections and for pauses between attempts, and how long that takes is up to the machine.
jest.setTimeout(proofSize({ test: 120_000, proof: 1_800_000 }));

/** Streams of the contract suites and of the tests beside them. */
export const TEST_PREFIXES = [
  ...['truckVisit-', 'borderGate-', 'history-', 'claim-'],
  // Categories of their own, where whole categories are read.
  ...['Wanted', 'Other', 'Third'],
];

const opened: EventStore[] = [];

/** A store on a server, closed after the last test of the file. */
export async function openStore(
  url: string,
  options: Partial<KurrentStoreOptions> = {},
): Promise<KurrentEventStore> {
  const store = await openKurrentEventStore({
    url,
    prefixes: TEST_PREFIXES,
    clock: () => new Date(),
    connectWithin: 60_000,
    ...options,
  });
  opened.push(store);
  return store;
}

/** What is answered counts there and not how soon: a turn of a busy machine is no silence of the server. */
const PATIENT = { readSilence: 60_000, readBudget: 60_000, appendDeadline: 60_000, appendBudget: 60_000 };

/** The same for the contract suites: one store for all of them, closed and opened again where they restart it. */
export function contractStore(url: () => Promise<string>): () => Promise<Opened> {
  let store: KurrentEventStore | undefined;
  const reopen = async (): Promise<KurrentEventStore> => {
    await store?.close();
    store = await openStore(await url(), { timings: PATIENT });
    return store;
  };
  return async () => ({ store: store ?? (await reopen()), reopen, close: () => Promise.resolve() });
}

afterAll(async () => {
  await Promise.all(opened.splice(0).map((store) => store.close()));
});
