/* The log on EventStoreDB as the commands use it: open, check, copy. */
import { LogCheck, LogFaulty, storedTextOf, unreadableIn } from '#libs/event-sourcing';
import type { EventReader, LogFault, RecordedEvent, StoredText } from '#libs/event-sourcing';
import type { KurrentEventStore } from '#libs/event-store-kurrent';
import { eventStoreAddress } from '#libs/platform/settings';
import type { Config } from '#libs/platform/settings';
import { STREAM_PREFIXES } from '#libs/truck-flow';
import { AdminError } from './admin-error';
import { checkedPages } from './log-copying';
import type { CopiedLog, LogSource, LogTarget } from './log-copying';

const PAGE = 500;
const NAME = 'EventStoreDB';

/** The log on EventStoreDB that the settings name. @throws AdminError SETTINGS, KurrentRefused, UnusableUrl */
export async function openServed(config: Config): Promise<KurrentEventStore> {
  const address = eventStoreAddress(config);
  if (address === undefined) {
    throw new AdminError('SETTINGS', 'EVENTSTORE_URL names no event store');
  }
  const { openKurrentEventStore } = await import('#libs/event-store-kurrent');
  return openKurrentEventStore({ ...address, prefixes: STREAM_PREFIXES, clock: () => new Date() });
}

/** The log on EventStoreDB from its beginning to where it ends now. */
export async function servedSource(config: Config): Promise<LogSource> {
  const store = await openServed(config);
  const last = await store.lastPosition().catch(async (error: unknown) => {
    await store.close();
    throw error;
  });
  return {
    events: 0n,
    pages: () =>
      checkedPages(textsUpTo(store, last), (reason, { stream, revision }) => {
        return new AdminError('LOG_FAULTY', `${NAME}: ${reason} at ${stream} revision ${revision}`);
      }),
    close: () => store.close(),
  };
}

/**
 * Checks every hash and every chain of a log whose engine hands out values.
 * @throws LogFaulty with the first fault of every stream that has one
 */
export async function checkServed(
  reader: Pick<EventReader, 'readAll'>,
  onPage: (events: number) => void = () => undefined,
): Promise<CopiedLog> {
  const check = new LogCheck(false);
  const faults: LogFault[] = [];
  let hash: string | null = null;
  for (;;) {
    const page = await reader.readAll(check.position, PAGE);
    for (const event of page) {
      const fault = check.takeRecorded(event);
      if (fault !== null) faults.push(fault);
    }
    hash = page.at(-1)?.metadata.hash ?? hash;
    if (page.length === 0) break;
    onPage(check.events);
  }
  if (faults.length > 0) throw new LogFaulty(NAME, faults);
  const { events, streams, position } = check;
  return { events, streams, position, hash };
}

/**
 * An EventStoreDB that is to be given a whole log. What another run of the same copy has written counts as written
 * when the copy is resumed: it is compared, event by event, and passed over.
 */
export class ServedTarget implements LogTarget {
  private written = 0;

  private constructor(
    private readonly store: KurrentEventStore,
    /** Hashes of the events that are there already, in log order. */
    private readonly found: readonly string[],
  ) {}

  /** @throws AdminError NOT_EMPTY unless the copy is resumed */
  static async open(config: Config, { resume }: { readonly resume: boolean }): Promise<ServedTarget> {
    const store = await openServed(config);
    try {
      const isEmpty = (await store.lastPosition()) === -1n;
      if (!isEmpty && !resume) {
        throw new AdminError(
          'NOT_EMPTY',
          'the event store holds events of this system; add --resume when a copy of this log broke off there',
        );
      }
      return new ServedTarget(store, isEmpty ? [] : await hashesIn(store));
    } catch (error) {
      await store.close();
      throw error;
    }
  }

  async writeStored(events: readonly StoredText[]): Promise<void> {
    const there = this.found.slice(this.written, this.written + events.length);
    if (there.some((hash, index) => events[index]?.hash !== hash)) {
      throw new AdminError('NOT_EMPTY', 'the event store holds another log than the beginning of this one');
    }
    await this.store.writeStored(events.slice(there.length));
    this.written += events.length;
  }

  async complete(): Promise<CopiedLog> {
    const copied = await checkServed(this.store);
    await this.store.close();
    if (copied.events === this.written) return copied;
    const what = `${copied.events} events are in the event store, ${this.written} were copied; something else writes there`;
    throw new AdminError('NOT_EMPTY', what);
  }

  async abandon(): Promise<string> {
    await this.store.close();
    return `${this.written} events are copied; run it again with --resume to go on`;
  }
}

async function hashesIn(store: KurrentEventStore): Promise<string[]> {
  const hashes: string[] = [];
  for await (const page of textsUpTo(store, await store.lastPosition())) {
    for (const { hash } of page) hashes.push(hash);
  }
  return hashes;
}

function damageIn(event: RecordedEvent): LogFault | undefined {
  const unreadable = unreadableIn(event);
  const { stream, revision, position } = event;
  return unreadable && { stream, revision, position, reason: unreadable.damage };
}

/** @throws LogFaulty where a stream was damaged from outside: what it held cannot be known. */
async function* textsUpTo(
  reader: Pick<EventReader, 'readAll'>,
  last: bigint,
): AsyncGenerator<readonly StoredText[]> {
  for (let position = -1n; position < last;) {
    const page = (await reader.readAll(position, PAGE)).filter((event) => event.position <= last);
    const end = page.at(-1);
    if (end === undefined) return;
    position = end.position;
    const harm = page.flatMap((event) => damageIn(event) ?? []);
    if (harm.length > 0) throw new LogFaulty(NAME, harm);
    yield page.map(storedTextOf);
  }
}
