import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { Config } from '../config/config';
import { ConnectionPlaces } from './connection-places';
import { Pipelines } from './pipeline';

const SECOND = 1000;
/** For imports; the API holds all other bodies to BODY_SECONDS. */
const REQUEST_TIMEOUT = 600 * SECOND;
const CHECK_INTERVAL = 2 * SECOND;
const KEEP_ALIVE_TIMEOUT = 72 * SECOND;
/** Without a byte either way, in the middle of a request or of its answer. A stream has its heartbeats, a line of an import its patience. */
const IDLE_TIMEOUT = 120 * SECOND;

/** Limits of the server and its sockets (F-54): a slow sender is cut, a fast one never notices. */
export function guardedServer(config: Config): (listener: RequestListener) => Server {
  return (listener) => {
    const { maxConnections, trustedProxyHops, connectionsPerAddress } = config;
    const timeouts = {
      connectionsCheckingInterval: CHECK_INTERVAL,
      headersTimeout: config.headersSeconds * SECOND,
      requestTimeout: REQUEST_TIMEOUT,
      keepAliveTimeout: KEEP_ALIVE_TIMEOUT,
    };
    const server = createServer(timeouts, new Pipelines(listener).listener);
    const { streamHeartbeatSeconds, importPatience } = config;
    server.setTimeout(
      Math.max(IDLE_TIMEOUT, 2 * streamHeartbeatSeconds * SECOND, 2 * importPatience * SECOND),
    );
    server.maxConnections = maxConnections;
    // Behind a trusted proxy all come from its address: it has to count for itself.
    if (trustedProxyHops === 0) {
      const most = Math.min(connectionsPerAddress, Math.ceil(maxConnections / 2));
      server.on('connection', new ConnectionPlaces(most).take);
    }
    return server;
  };
}
