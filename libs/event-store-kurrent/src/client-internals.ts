import type { EventStoreDBClient } from '@eventstore/db-client';

/* What the client package keeps for itself and has no public way to. Its version is pinned, and it has seen its last. */

interface Internals {
  readonly capabilities: Promise<{ readonly serverVersion: string }>;
  getChannel(): Promise<{ close(): void }>;
}

/** The server's version. A first failure is remembered by the client for ever: throw the client away after one. */
export async function serverVersion(client: EventStoreDBClient): Promise<string> {
  return (await (client as unknown as Internals).capabilities).serverVersion;
}

/** Ends every call of the client and its connection, which `dispose` alone leaves open. */
export async function closeClient(client: EventStoreDBClient): Promise<void> {
  await client.dispose();
  const channel = await (client as unknown as Internals).getChannel();
  channel.close();
}
