import { BACKWARDS, END, NO_STREAM } from '@eventstore/db-client';
import type { EventStoreDBClient } from '@eventstore/db-client';
import { failureKind } from './failures';
import type { Credentials } from './settings';

const UNAUTHENTICATED = 16;
const ELSE = 'or name another by EVENTSTORE_USERNAME';

/** What an account needs; `append` names a stream that never exists. */
export interface NeededAccess {
  readonly append?: { readonly stream: string; readonly credentials: Credentials };
}

/** What the account of this client may not do and has to; null when it may do all. Writes nothing. */
export async function accessFaultOf(
  client: EventStoreDBClient,
  { append }: NeededAccess,
): Promise<string | null> {
  const reading = async () => {
    for await (const _ of client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 1 })) return;
  };
  const mayNotRead = await denialOf(reading(), 'read $all');
  if (mayNotRead !== null || append === undefined) return mayNotRead;
  const { stream, credentials } = append;
  // An append of nothing is answered, and nothing is stored.
  return denialOf(
    client.appendToStream(stream, [], { credentials, expectedRevision: NO_STREAM }),
    'append to the streams of this system',
  );
}

async function denialOf(call: Promise<unknown>, what: string): Promise<string | null> {
  try {
    await call;
    return null;
  } catch (error) {
    if (failureKind(error) !== 'denied') throw error;
    return denialIn(error, what);
  }
}

/** A denied call in words. */
export function denialIn(error: unknown, what: string): string {
  const isUnknown = error instanceof Error && 'code' in error && error.code === UNAUTHENTICATED;
  return isUnknown
    ? 'the event store does not know the user or takes another password: look at EVENTSTORE_USERNAME and EVENTSTORE_PASSWORD_FILE'
    : `the user of the event store may not ${what}: give it the right, ${ELSE}`;
}
