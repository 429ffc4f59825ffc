import autocannon from 'autocannon';

export const CONNECTIONS = 64;

export interface Load {
  /** Answers per second, from the first to the last. */
  readonly rate: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

/** When the load generator looks whether all is answered, in milliseconds; it must not sleep long past the end. */
const LOOK = 50;

/**
 * Sends each request once over the connections, 64 unless fewer are named, and waits for every answer.
 * @throws Error when an answer is none of 2xx or 3xx, or missing: such a run measured something else.
 */
export async function sendAll(
  url: string,
  requests: readonly autocannon.Request[],
  connections = CONNECTIONS,
): Promise<Load> {
  let client = 0;
  let answers = 0;
  let [first, last] = [0, 0];
  const instance = autocannon({
    url,
    connections,
    amount: requests.length,
    sampleInt: LOOK,
    // Every connection has its own share, made before the first request leaves.
    setupClient: (connection) => {
      const own = client++;
      connection.setRequests(requests.filter((_, index) => index % connections === own));
    },
  });
  instance.on('response', () => {
    last = performance.now();
    if (answers++ === 0) first = last;
  });
  const result = await instance;
  // 304 is a good answer to who has what he asks for.
  if (result['2xx'] + result['3xx'] !== requests.length || result.errors > 0) {
    throw new Error(`${requests.length} requests, ${result['2xx']} good answers, ${result.errors} errors`);
  }
  return { rate: ((answers - 1) / (last - first)) * 1000, p50: result.latency.p50, p99: result.latency.p99 };
}
