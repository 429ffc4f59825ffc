import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tokenFor } from '../server/api-client';
import { StandaloneProcess } from '../server/standalone-process';
import { eventually, RawConnection } from './raw-connection';

jest.setTimeout(900_000);

const folder = mkdtempSync(join(tmpdir(), 'truckflow-connections-'));
const open: RawConnection[] = [];
let server: StandaloneProcess;

beforeAll(async () => {
  server = await StandaloneProcess.start({
    DATA_DIR: folder,
    PORT: '0',
    LOG_LEVEL: 'error',
    HEADERS_SECONDS: '1',
    BODY_SECONDS: '2',
    MAX_CONNECTIONS: '40',
    CONNECTIONS_PER_ADDRESS: '30',
  });
});

afterEach(() => {
  for (const connection of open.splice(0)) connection.close();
});

afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

async function connectFrom(from: string | undefined, text = ''): Promise<RawConnection> {
  const connection = await RawConnection.open(server.address, from);
  open.push(connection);
  connection.send(text);
  return connection;
}

/** The server has closed it: what is sent there now is not answered. */
const letsGo = (connection: RawConnection) =>
  eventually('the server lets go', () => {
    connection.send('x');
    return connection.closed;
  });

test('silent connections are let go, though their clients hold on, and leave room for others', async () => {
  const silent = await Promise.all(Array.from({ length: 15 }, () => connectFrom('127.0.0.2')));
  await eventually('each is told', () => silent.every(({ answer }) => answer.startsWith('HTTP/1.1 408 ')));
  await Promise.all(silent.map(letsGo));
  expect((await fetch(`${server.address}/livez`)).status).toBe(200);
});

test('one address takes no more than half of the connections there are', async () => {
  const many = await Promise.all(Array.from({ length: 40 }, () => connectFrom('127.0.0.3')));
  const refused = () => many.filter(({ ended, answer }) => ended && answer === '').length;
  await eventually('what is too much is refused', () => refused() === 20);
  const answer = await connectFrom('127.0.0.4', 'GET /livez HTTP/1.1\r\nHost: x\r\n\r\n');
  await eventually('another address is answered', () => answer.answer.startsWith('HTTP/1.1 200 '));
});

describe('a body that comes too slowly', () => {
  const head = (line: string, more = '') =>
    `${line} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${more}Content-Length: 5000\r\n\r\n{`;

  const REFUSED = [
    ['POST /api/v1/truck-visits', 401],
    ['POST /api/v1/movement-imports', 401],
    ['POST /nothing', 404],
    ['PUT /nothing', 404],
    ['DELETE /livez', 405],
    ['PATCH /api/v1/truck-visits', 405],
    ['POST /api/v1/truck-visits/%zz', 400],
  ] as const;

  test('of a request that is refused is not waited for, whatever the refusal: the connection ends', async () => {
    await Promise.all(
      REFUSED.map(async ([line, status]) => {
        const connection = await connectFrom(undefined, head(line));
        await eventually(`${line} is refused`, () => connection.answer.includes('\r\n\r\n'));
        const refused = new RegExp(`^HTTP/1\\.1 ${status} [^]*\r\nconnection: close\r\n`, 'i');
        expect(connection.answer).toMatch(refused);
        await letsGo(connection);
      }),
    );
  });

  test('of a chunked request without a token ends the same way', async () => {
    const chunked =
      'POST /api/v1/truck-visits HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n';
    const connection = await connectFrom(undefined, chunked);
    await eventually('it is refused', () => connection.answer.startsWith('HTTP/1.1 401 '));
    await letsGo(connection);
  });

  test('of a read is waited for no longer than its answer takes', async () => {
    const connection = await connectFrom(undefined, head('GET /livez'));
    await eventually('it is answered', () => connection.answer.startsWith('HTTP/1.1 200 '));
    await letsGo(connection);
  });

  test('of a command that may come in is cut at its deadline', async () => {
    const token = await tokenFor({ sub: 'clerk', roles: ['gate-operator'], gates: ['HUU_NGHI'] });
    const more = `Authorization: Bearer ${token}\r\nIdempotency-Key: slow\r\n`;
    const connection = await connectFrom(undefined, head('POST /api/v1/truck-visits', more));
    await letsGo(connection);
    expect(connection.answer).toBe('');
  });
});

test('a body that was sent whole leaves the connection to its client when the answer is no', async () => {
  const connection = await connectFrom(
    undefined,
    'POST /api/v1/truck-visits HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\nGET /livez HTTP/1.1\r\nHost: x\r\n\r\n',
  );
  await eventually('both are answered', () => /HTTP\/1\.1 401 [^]*HTTP\/1\.1 200 /.test(connection.answer));
});

test.each([
  ['the same', 'Host: x\r\nHost: x'],
  ['another', 'Host: x\r\nhost: y'],
])('a request that names two hosts, the second %s, is refused', async (_which, hosts) => {
  for (const path of ['/livez', '/nothing']) {
    const connection = await connectFrom(undefined, `GET ${path} HTTP/1.1\r\n${hosts}\r\n\r\n`);
    await eventually('it is refused', () => connection.answer.startsWith('HTTP/1.1 400 '));
    expect(connection.answer).toContain('"code":"REQUEST_MALFORMED"');
  }
});
