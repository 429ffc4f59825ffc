import { upcasting } from '#libs/event-sourcing';
import type { EventReader, EventSubscriber } from '#libs/event-sourcing';
import { openSqliteEventReader } from '#libs/event-store-sqlite';
import { STREAM_PREFIXES, UPCASTERS } from '#libs/truck-flow';
import type { ProjectorData } from './messages';

/** The log for reading, until it is closed. */
export type LogReader = EventReader & EventSubscriber & { close(): Promise<void> };

/** Where the log is: on EventStoreDB when there is an address, else in the folder. */
export type LogLocation = Pick<ProjectorData, 'directory' | 'eventStore'>;

/** Opens the log as it was written, on a connection of its own. */
export async function openWrittenLog({ directory, eventStore }: LogLocation): Promise<LogReader> {
  if (eventStore === undefined) return openSqliteEventReader({ directory });
  // Loaded only where it is used: it takes memory that the embedded store spares.
  const { openKurrentEventReader } = await import('#libs/event-store-kurrent');
  return openKurrentEventReader({ ...eventStore, prefixes: STREAM_PREFIXES });
}

/** The same, every event in its newest version. */
export async function openLog(location: LogLocation): Promise<LogReader> {
  return upcasting(await openWrittenLog(location), UPCASTERS);
}
