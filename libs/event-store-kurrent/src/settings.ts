/* Settings of the EventStoreDB adapter: credentials, timeouts, address. */

/** Who appends. The server checks it only over TLS; the client package picks its append path by it. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** All times are in milliseconds. */
export interface Timings {
  /** Longest wait for the answer to one append; the client's own deadline and this one's timer (F-19). */
  readonly appendDeadline: number;
  /** Longest time in which another attempt is begun while the outcome of an append is unknown: 8 s with the last one. */
  readonly appendBudget: number;
  /** Longest silence within a read; then it is asked again. */
  readonly readSilence: number;
  /**
   * Longest time in which a read is asked again while it is not known that the server is gone: 5 s with the last time
   * (P-21). A healthy server has been silent for 2.3 s.
   */
  readonly readBudget: number;
  /** Longest silence of a server to a fresh client, before it counts as gone. */
  readonly freshSilence: number;
  /** Silence after which a subscription is opened anew. */
  readonly subscriptionSilence: number;
  /** Pauses between attempts grow from `shortest` to `longest`, each drawn from its upper half. */
  readonly shortestPause: number;
  readonly longestPause: number;
  /** How long a client fails before a fresh one is tried beside it. */
  readonly clientPatience: number;
}

export const TIMINGS: Timings = {
  appendDeadline: 4_500,
  appendBudget: 6_500,
  readSilence: 1_800,
  readBudget: 4_500,
  freshSilence: 2_500,
  subscriptionSilence: 60_000,
  shortestPause: 50,
  longestPause: 2_000,
  clientPatience: 30_000,
};

/** Failures in a row after which a fresh client is tried. */
export const CLIENT_FAILURES = 5;

/** With the package's defaults a frozen server is noticed after 19.5 s, with these after 12.6 s (F-20). */
const KEEP_ALIVE = { keepAliveInterval: '10000', keepAliveTimeout: '3000' };

/** How many connections are distinguished; hardly two are open at once. */
const DISTINCT = 100;

const USER_INFO = /^(esdb(?:\+discover)?:\/\/)([^:@/]+):([^@]+)@/;

/** A connection string that cannot be used. The message does not repeat it: it may hold a password. */
export class UnusableUrl extends Error {
  override readonly name = 'UnusableUrl';
}

/**
 * The connection string with the credentials and with the keep-alive that this adapter relies on, unless it has its
 * own.
 * @throws UnusableUrl
 */
export function connectionString(given: string, credentials: Credentials | undefined): string {
  if (!/^esdb(\+discover)?:\/\/./.test(given)) {
    throw new UnusableUrl('the address of the event store begins with esdb:// or esdb+discover://');
  }
  const url = credentials === undefined ? given : withCredentials(given, credentials);
  const set = Object.entries(KEEP_ALIVE).filter(([key]) => !url.toLowerCase().includes(key.toLowerCase()));
  if (set.length === 0) return url;
  return `${url}${url.includes('?') ? '&' : '?'}${set.map((pair) => pair.join('=')).join('&')}`;
}

/** Clients with equal settings share a connection: with another keep-alive, by some milliseconds, this one has its own. */
export function withOwnConnection(url: string, number: number): string {
  return url.replace(
    /(keepAliveInterval=)(\d+)/i,
    (_, key: string, interval: string) => `${key}${Number(interval) + (number % DISTINCT)}`,
  );
}

function withCredentials(url: string, { username, password }: Credentials): string {
  const user = `${encodeURIComponent(username)}:${encodeURIComponent(password)}@`;
  return url.replace(USER_INFO, '$1').replace('://', () => `://${user}`);
}

/**
 * The credentials to append with: the given ones, else those of the connection string. Without TLS the client sends
 * none, and any will do.
 * @throws UnusableUrl when TLS is on and there are none: every append would be refused.
 */
export function credentialsFor(url: string, given: Credentials | undefined): Credentials {
  if (given !== undefined) return given;
  const [, , username, password] = USER_INFO.exec(url) ?? [];
  if (username !== undefined && password !== undefined) {
    return { username: decodeURIComponent(username), password: decodeURIComponent(password) };
  }
  if (/[?&]tls=false\b/i.test(url)) return { username: 'nobody', password: 'nothing' };
  throw new UnusableUrl(
    'the event store needs a user and a password: set EVENTSTORE_USERNAME and EVENTSTORE_PASSWORD_FILE',
  );
}
