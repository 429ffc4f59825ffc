import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { Kafka, logLevel } from 'kafkajs';
import { quietRequestQueue } from './quiet-request-queue';

/** Milliseconds in which timers on an idle connection are counted. */
const WATCHED = 400;

const sockets = new Set<Socket>();

/** Answers every request as ApiVersions v2 with an empty list: enough for a client to call itself connected. */
function talkativeServer(): Promise<Server> {
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('data', (request) => {
      const answer = Buffer.alloc(4 + 4 + 2 + 4 + 6 + 4);
      answer.writeInt32BE(answer.length - 4, 0);
      answer.writeInt32BE(request.readInt32BE(8), 4);
      answer.writeInt32BE(1, 10);
      answer.writeInt16BE(18, 14);
      answer.writeInt16BE(2, 18);
      socket.write(answer);
    });
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve(server);
    });
  });
}

/** How many timers are set while a connection to a broker is idle. */
async function timersOnIdleConnection(): Promise<number> {
  const server = await talkativeServer();
  const { port } = server.address() as AddressInfo;
  const kafka = new Kafka({
    brokers: [`127.0.0.1:${port}`],
    logLevel: logLevel.NOTHING,
    enforceRequestTimeout: false,
  });
  const admin = kafka.admin({ retry: { retries: 0 } });
  await admin.connect();
  const timers = jest.spyOn(globalThis, 'setTimeout');
  await new Promise((resolve) => setInterval(resolve, WATCHED).unref());
  const counted = timers.mock.calls.length;
  timers.mockRestore();
  await admin.disconnect();
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
  return counted;
}

test('an idle connection sets timers for ever as the library comes, and none once the method is replaced', async () => {
  // The first count shows that the test would notice: a later release that mends it makes the replacement needless.
  expect(await timersOnIdleConnection()).toBeGreaterThan(50);
  await quietRequestQueue();
  expect(await timersOnIdleConnection()).toBe(0);
});

test('what waits in a full queue is still sent', async () => {
  await quietRequestQueue();
  const { default: RequestQueue } = await import('kafkajs/src/network/requestQueue');
  const sent: number[] = [];
  const logger = { debug: () => undefined, warn: () => undefined };
  const queue = new RequestQueue({
    maxInFlightRequests: 1,
    requestTimeout: 1_000,
    clientId: '',
    broker: '',
    logger,
  });
  queue.maybeThrottle(30);
  for (const correlationId of [1, 2]) {
    const entry = { correlationId, resolve: () => undefined, reject: () => undefined };
    queue.push({ entry, expectResponse: false, sendRequest: () => sent.push(correlationId) });
  }
  expect(sent).toEqual([]);
  await new Promise((resolve) => setTimeout(resolve, 120));
  expect(sent).toEqual([1, 2]);
});
