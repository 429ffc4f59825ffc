import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';

let border: ApiUnderTest;
let address: string;

beforeAll(async () => {
  border = await startApi();
  await border.app.listen(0, '127.0.0.1');
  address = await border.app.getUrl();
});

afterAll(() => border.close());

async function send(body: string): Promise<Response> {
  const token = await border.token('gate-manager', { gates: ['*'] });
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' };
  return fetch(`${address}/api/v1/movement-imports`, { method: 'POST', headers, body });
}

test.each(['\n', 'x\n'])('100,000 lines of %j are too many', async (line) => {
  const answer = await send(line.repeat(100_000));
  expect([answer.status, await answer.json()]).toMatchObject([413, { code: 'BODY_TOO_LARGE' }]);
});

test('an import of refused lines leaves others their turn', async () => {
  const LINES = 20_000;
  let turns = 0;
  const progress = { done: false };
  const importing = send('x\n'.repeat(LINES)).then(async (answer) => {
    const text = await answer.text();
    progress.done = true;
    return text;
  });
  while (!progress.done) {
    expect((await fetch(`${address}/livez`)).status).toBe(200);
    turns += 1;
  }
  const answers = (await importing).trim().split('\n');
  expect(answers).toHaveLength(LINES);
  expect(JSON.parse(answers.at(-1) ?? '')).toMatchObject({ line: LINES, status: 400 });
  expect(turns).toBeGreaterThan(5);
});

test('the lines of an import may take longer than its body may stand still', async () => {
  const limits: number[] = [];
  const server = border.app.getHttpServer();
  server.once('connection', (socket: Socket) => {
    const set = socket.setTimeout.bind(socket);
    socket.setTimeout = (limit, listener) => {
      limits.push(limit);
      return set(limit, listener);
    };
  });
  const token = await border.token('gate-manager', { gates: ['*'] });
  const socket = connect(Number(new URL(address).port));
  const body = '{}\n';
  socket.write(
    `POST /api/v1/movement-imports HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n` +
      `Content-Type: application/x-ndjson\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
  const [answer] = (await once(socket, 'data')) as [Buffer];
  expect(answer.toString()).toMatch(/^HTTP\/1\.1 200 /);
  expect(limits.slice(0, 2)).toEqual([20_000, server.timeout]);
  expect(server.timeout).toBeGreaterThan(60_000);
  socket.destroy();
});
