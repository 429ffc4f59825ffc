import { BACKWARDS, END } from '@eventstore/db-client';
import type { EventStoreDBClient, StreamMetadata } from '@eventstore/db-client';
import { within } from './back-off';
import { collect } from './collect';
import type { Timings } from './settings';

/** Of the streams used last, so many are looked at. */
const SAMPLE = 100;
const RECENT_EVENTS = 1_000;
const AT_ONCE = 10;

/**
 * Looks at the metadata of a sample of streams for limits that let the server forget events: with one of them a
 * scavenge destroys history that nothing can give back (F-27). What was found, or null.
 */
export async function findRetentionLimit(
  client: EventStoreDBClient,
  isOurs: (stream: string) => boolean,
  { freshSilence }: Timings,
): Promise<string | null> {
  const recent = new Set<string>();
  const read = client.readAll({ fromPosition: END, direction: BACKWARDS, maxCount: RECENT_EVENTS });
  await collect(read, freshSilence, ({ event }) => {
    if (event !== undefined && isOurs(event.streamId)) recent.add(event.streamId);
    return true;
  });
  const sample = drawn([...recent]);
  for (let start = 0; start < sample.length; start += AT_ONCE) {
    const chunk = sample.slice(start, start + AT_ONCE);
    const found = await Promise.all(chunk.map((stream) => within(freshSilence, limitOf(client, stream))));
    const limit = found.find((one) => one !== null);
    if (limit !== undefined) return limit;
  }
  return null;
}

async function limitOf(client: EventStoreDBClient, stream: string): Promise<string | null> {
  const { metadata } = await client.getStreamMetadata(stream);
  const limits = metadata === undefined ? [] : limitsIn(metadata);
  if (limits.length === 0) return null;
  return `stream ${stream} has ${limits.join(', ')}: the event store would forget events; remove it`;
}

function limitsIn({ maxAge, maxCount, truncateBefore }: StreamMetadata): string[] {
  const limits = { $maxAge: maxAge, $maxCount: maxCount, $tb: truncateBefore };
  return Object.entries(limits).flatMap(([name, value]) => (value === undefined ? [] : [name]));
}

/** A random sample without replacement. */
function drawn(streams: string[]): string[] {
  const rest = [...streams];
  const sample: string[] = [];
  while (rest.length > 0 && sample.length < SAMPLE) {
    sample.push(...rest.splice(Math.floor(Math.random() * rest.length), 1));
  }
  return sample;
}
