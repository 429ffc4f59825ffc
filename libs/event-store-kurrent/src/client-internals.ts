import type { EventStoreDBClient } from '@eventstore/db-client';

/* What the client package keeps for itself and has no public way to. Its version is pinned, and it has seen its last. */

interface Internals {
  readonly capabilities: Promise<{ readonly serverVersion: string }>;
  getChannel(): Promise<Channel>;
  createChannel(): Promise<Channel>;
}

interface Channel {
  close(): void;
  getConnectivityState(tryToConnect: false): number;
  watchConnectivityState(before: number, deadline: number, changed: () => void): void;
}

/** States of a channel, of which these two matter here. */
const [READY, SHUTDOWN] = [2, 4];

/** The server's version. A first failure is remembered by the client for ever: throw the client away after one. */
export async function serverVersion(client: EventStoreDBClient): Promise<string> {
  return (await (client as unknown as Internals).capabilities).serverVersion;
}

/** Calls `onConnected` each time the client has connected, before anything is answered there. Not to be called later. */
export function watchConnections(client: EventStoreDBClient, onConnected: () => void): void {
  const internals = client as unknown as Internals;
  const create = internals.createChannel.bind(internals);
  // It makes another one when another node leads.
  internals.createChannel = async () => {
    const channel = await create();
    watchChannel(channel, onConnected);
    return channel;
  };
}

function watchChannel(channel: Channel, onConnected: () => void): void {
  const state = channel.getConnectivityState(false);
  if (state === READY) onConnected();
  if (state === SHUTDOWN) return;
  channel.watchConnectivityState(state, Infinity, () => {
    watchChannel(channel, onConnected);
  });
}

/** Ends every call of the client and its connection, which `dispose` alone leaves open. */
export async function closeClient(client: EventStoreDBClient): Promise<void> {
  await client.dispose();
  const channel = await (client as unknown as Internals).getChannel();
  channel.close();
}
