import type { RecordedEvent, Unreadable } from '#libs/event-sourcing';
import { positionOf } from './positions';
import { fromStored, unreadable } from './stored-event';
import type { StoredEvent } from './stored-event';

/** Metadata of a stream are in a stream of their own. */
const METADATA_OF = '$$';

/** An event of one of our streams, or what was done to one of them; undefined for all else in the log. */
export function shownOf(
  read: StoredEvent | undefined,
  isOurs: (stream: string) => boolean,
): RecordedEvent | undefined {
  if (read === undefined) return undefined;
  if (isOurs(read.streamId)) return fromStored(read);
  const stream = read.streamId.slice(METADATA_OF.length);
  if (read.type !== '$metadata' || !read.streamId.startsWith(METADATA_OF) || !isOurs(stream))
    return undefined;
  const limit = limitIn(read.data);
  if (limit === undefined) return undefined;
  const place = { stream, revision: -1n, position: positionOf(read.position), eventId: read.id };
  return unreadable(read, place, limit);
}

/** Beginnings of the names of the streams that hold what `shownOf` shows. */
export function shownPrefixes(prefixes: readonly string[]): string[] {
  return [...prefixes, ...prefixes.map((prefix) => METADATA_OF + prefix)];
}

/** What hides events of a stream, or lets the server forget them (F-27). */
function limitIn(metadata: unknown): Pick<Unreadable, 'reason' | 'damage'> | undefined {
  const limits = (metadata ?? {}) as Readonly<Record<string, unknown>>;
  const before = Number(limits['$tb'] ?? 0);
  // The largest number there is means the whole stream; the client reads it a little too large.
  if (before > Number.MAX_SAFE_INTEGER) return { damage: 'DELETED', reason: 'the stream was deleted' };
  const found = ['$maxAge', '$maxCount', ...(before > 0 ? ['$tb'] : [])].filter((name) => name in limits);
  if (found.length === 0) return undefined;
  return {
    damage: 'TRUNCATED',
    reason: `the stream has ${found.join(', ')}: the server forgets events of it`,
  };
}
