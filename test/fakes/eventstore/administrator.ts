import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';

const ACCOUNT = { credentials: { username: 'admin', password: 'secret' } };

/** What somebody does to the streams of a server with its own tools, and no program of ours ever does. */
export const administrator = {
  delete: (url: string, stream: string) => connected(url, (client) => client.deleteStream(stream, ACCOUNT)),
  tombstone: (url: string, stream: string) =>
    connected(url, (client) => client.tombstoneStream(stream, ACCOUNT)),
  truncate: (url: string, stream: string, before: number) =>
    connected(url, (client) => client.setStreamMetadata(stream, { truncateBefore: before }, ACCOUNT)),
  /** An event of another program. */
  write: (url: string, stream: string) =>
    connected(url, (client) =>
      client.appendToStream(stream, jsonEvent({ type: 'weighed', data: { kilograms: 22_000 } }), ACCOUNT),
    ),
};

async function connected(url: string, work: (client: EventStoreDBClient) => Promise<unknown>): Promise<void> {
  const client = EventStoreDBClient.connectionString(url);
  await work(client);
  await client.dispose();
}
