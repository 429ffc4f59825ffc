import { once } from 'node:events';
import type { RequestListener, Server } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { readConfig } from '../config/read-config';
import { guardedServer } from './guarded-server';

let server: Server;
let port: number;
const sockets: Socket[] = [];

async function serve(environment: Record<string, string>, listener: RequestListener): Promise<void> {
  server = guardedServer(readConfig(environment))(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
}

async function open(): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').on('error', () => undefined);
  sockets.push(socket);
  await once(socket, 'connect');
  return socket;
}

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  server.close();
});

test('an address has so many connections, and those it has go on', async () => {
  await serve({ CONNECTIONS_PER_ADDRESS: '2', LOG_LEVEL: 'silent' }, (_request, response) => {
    response.end('here');
  });
  const [first] = [await open(), await open()];
  const tooMany = await open();
  await once(tooMany, 'close');
  first.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  expect(String((await once(first, 'data'))[0])).toMatch(/^HTTP\/1\.1 200 /);
});

test('requests that one connection sends ahead are answered one after another, not all at once', async () => {
  let [inHand, most] = [0, 0];
  await serve({}, (_request, response) => {
    most = Math.max(most, (inHand += 1));
    setImmediate(() => {
      inHand -= 1;
      response.end('here');
    });
  });
  const socket = await open();
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(50));
  let text = '';
  while (text.split('HTTP/1.1 200').length <= 50) text += String((await once(socket, 'data'))[0]);
  expect(most).toBe(1);
});

test('a client that never ends its headers is let go', async () => {
  await serve({ HEADERS_SECONDS: '1' }, () => undefined);
  const socket = await open();
  socket.resume().write('GET / HTTP/1.1\r\nHost: x\r\n');
  await once(socket, 'close');
  expect(socket.destroyed).toBe(true);
});
