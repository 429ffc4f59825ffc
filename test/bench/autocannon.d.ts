/* What of autocannon is used here; it brings no types and those of others lag behind. */
declare module 'autocannon' {
  import type { EventEmitter } from 'node:events';

  namespace autocannon {
    interface Request {
      method?: string;
      path?: string;
      headers?: Readonly<Record<string, string>>;
      body?: string;
    }
    interface Client {
      setRequests(requests: Request[]): void;
    }
    interface Options {
      url: string;
      connections: number;
      /** Requests in all; the load ends with the last answer. */
      amount: number;
      /** Milliseconds between two looks at whether it has ended. */
      sampleInt?: number;
      setupClient(client: Client): void;
    }
    interface Result {
      readonly latency: { readonly p50: number; readonly p99: number };
      readonly '2xx': number;
      readonly '3xx': number;
      readonly non2xx: number;
      readonly errors: number;
      readonly timeouts: number;
    }
    type Instance = EventEmitter & PromiseLike<Result>;
  }
  function autocannon(options: autocannon.Options): autocannon.Instance;
  export = autocannon;
}
