import { BACKWARDS, END, EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import type { JSONType } from '@eventstore/db-client';

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
  /** The last event once more, as if it were the next: it is one of ours that is not sealed onto what is before it. */
  repeat: (url: string, stream: string) =>
    connected(url, async (client) => {
      for await (const { event } of client.readStream(stream, {
        direction: BACKWARDS,
        fromRevision: END,
        maxCount: 1,
      })) {
        const { type, data, metadata } = event ?? {};
        if (type === undefined) continue;
        const again = jsonEvent({ type, data: data as JSONType, metadata: metadata as JSONType });
        await client.appendToStream(stream, again, ACCOUNT);
      }
    }),
};

async function connected(url: string, work: (client: EventStoreDBClient) => Promise<unknown>): Promise<void> {
  const client = EventStoreDBClient.connectionString(url);
  await work(client);
  await client.dispose();
}
