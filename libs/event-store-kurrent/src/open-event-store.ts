import { setTimeout as sleep } from 'node:timers/promises';
import type { NeededAccess } from './access-fault';
import { Connection } from './connection';
import { KurrentEventReader, KurrentEventStore } from './event-store';
import type { StoreParts } from './event-store';
import { KurrentReader } from './event-reader';
import { openClient } from './open-client';
import { KurrentRefused } from './server-check';
import type { StoreState } from './server-check';
import { connectionString, credentialsFor, TIMINGS } from './settings';
import type { Credentials, Timings } from './settings';

export interface KurrentReaderOptions {
  /** `esdb://host:2113?tls=false`, `esdb+discover://…`. */
  readonly url: string;
  /** Which streams are this system's: the beginnings of their names. Others are neither read nor appended to. */
  readonly prefixes: readonly string[];
  /** Absent: those of the connection string. */
  readonly credentials?: Credentials;
  /** Called whenever the server becomes available or unavailable, or is refused. */
  readonly onState?: (state: StoreState) => void;
  /** How long opening waits for a server that is not there, in milliseconds; then it goes on seeking. */
  readonly connectWithin?: number;
  readonly timings?: Partial<Timings>;
}

export interface KurrentStoreOptions extends KurrentReaderOptions {
  /** Record times come from here; they never decrease within a stream, whatever it says. */
  readonly clock: () => Date;
}

const CONNECT_WITHIN = 2_000;
/** The right to append is asked for this stream, which stays without an event. */
const NO_STREAM_OF_OURS = 'access';

/**
 * Opens the log on EventStoreDB or KurrentDB, one client for the whole process or thread. A server that is not there
 * is no error (F-16): until it comes every call is refused with StoreUnavailable at once.
 * @throws KurrentRefused when it is too old (F-25), its certificate is not trusted, or the account may not read or
 * append; UnusableUrl.
 */
export async function openKurrentEventStore(options: KurrentStoreOptions): Promise<KurrentEventStore> {
  const { clock } = options;
  const credentials = credentialsFor(options.url, options.credentials);
  const [prefix = ''] = options.prefixes;
  const parts = partsOf(options, { append: { stream: `${prefix}${NO_STREAM_OF_OURS}`, credentials } });
  return connected(new KurrentEventStore(parts, { credentials, clock }), parts, options);
}

/** Opens the same log for reading only. @throws KurrentRefused, UnusableUrl */
export async function openKurrentEventReader(options: KurrentReaderOptions): Promise<KurrentEventReader> {
  const parts = partsOf(options, {});
  return connected(new KurrentEventReader(parts), parts, options);
}

function partsOf(options: KurrentReaderOptions, access: NeededAccess): StoreParts {
  const { prefixes, onState = () => undefined } = options;
  const timings = { ...TIMINGS, ...options.timings };
  const url = connectionString(options.url, options.credentials);
  // What is wrong with the address itself is said before anything is waited for.
  openClient(url);
  const connection: Connection = new Connection({
    url,
    timings,
    access,
    onState,
  });
  const reader = new KurrentReader(connection, prefixes);
  return { connection, reader, prefixes, timings };
}

async function connected<Store extends KurrentEventReader>(
  store: Store,
  { connection }: StoreParts,
  { connectWithin = CONNECT_WITHIN }: KurrentReaderOptions,
): Promise<Store> {
  const waiting = new AbortController();
  const late = sleep(connectWithin, undefined, { signal: waiting.signal }).catch(() => undefined);
  void connection.connect();
  await Promise.race([connection.settled, late]);
  waiting.abort();
  const { status, reason } = store.state;
  if (status !== 'refused') return store;
  await store.close();
  throw new KurrentRefused(reason ?? 'the event store may not be used');
}
