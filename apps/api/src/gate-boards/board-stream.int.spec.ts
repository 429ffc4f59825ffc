import { setTimeout as sleep } from 'node:timers/promises';
import { EventBus } from '@nestjs/cqrs';
import { at } from '../../testing/fixture-2021-12-25';
import { EventStream } from '../../testing/event-stream';
import { startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';
import { GateBoardChanged } from './gate-board-changed';

interface Board {
  readonly gate: string;
  readonly trucksOnHand: number;
  readonly oldestWaitMinutes: number | null;
}

let border: ApiUnderTest;
let root: string;
let plates = 100;
const open: EventStream[] = [];

beforeEach(async () => {
  border = await startApi({
    STREAM_HEARTBEAT_SECONDS: '1',
    STREAMS_PER_SUBJECT: '2',
    STREAMS_PER_ADDRESS: '3',
    DRAIN_SECONDS: '1',
  });
  await arrive(at('06:00'));
  await border.settle();
  await border.app.listen(0, '127.0.0.1');
  root = `${await border.app.getUrl()}/api/v1/gate-boards`;
});

afterEach(async () => {
  for (const stream of open.splice(0)) stream.close();
  await border.close();
});

const arrive = (time: string, gate = 'HUU_NGHI') => border.arrive(time, `12C-00${++plates}`, { gate });

async function follow(headers: Record<string, string> = {}, sub = 'manager', gate = 'HUU_NGHI') {
  const authorization = `Bearer ${await border.token('manager', { sub })}`;
  const stream = await EventStream.open(`${root}/${gate}/stream`, { authorization, ...headers });
  open.push(stream);
  return stream;
}

test('begins with the row of the board, whose id is its place in the log', async () => {
  const stream = await follow();
  expect(stream.response.status).toBe(200);
  expect(stream.response.headers.get('content-type')).toBe('text/event-stream');
  expect(stream.response.headers.get('cache-control')).toContain('no-store');
  const first = await stream.next();
  const { items, asOf } = (await border.get('/gate-boards')).json<{
    items: Board[];
    asOf: { position: string };
  }>();
  expect(first).toMatchObject({ event: 'board', id: asOf.position });
  expect(JSON.parse(first?.data ?? '')).toEqual(items.find(({ gate }) => gate === 'HUU_NGHI'));
});

test('goes on with the whole row after each change, for all who follow', async () => {
  const streams = [await follow({}, 'one'), await follow({}, 'two')];
  for (const stream of streams) expect(await stream.data<Board>('board')).toMatchObject({ trucksOnHand: 1 });
  await arrive(at('07:00'));
  for (const stream of streams) {
    expect(await stream.data<Board>('board')).toMatchObject({ gate: 'HUU_NGHI', trucksOnHand: 2 });
  }
});

test('ends with the right row however quickly changes come', async () => {
  const stream = await follow();
  await stream.data('board');
  for (let truck = 0; truck < 15; truck += 1) await arrive(at('08:00'));
  for (let seen = 0; seen < 16;) seen = (await stream.data<Board>('board')).trucksOnHand;
});

test('HEAD is answered at once, takes no place, and tells no more than GET', async () => {
  const authorization = `Bearer ${await border.token('manager')}`;
  const head = (gate: string) =>
    fetch(`${root}/${gate}/stream`, { method: 'HEAD', headers: { authorization } });
  for (let asked = 0; asked < 4; asked += 1) {
    const answer = await head('HUU_NGHI');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
    expect(await answer.text()).toBe('');
  }
  expect((await head('NOWHERE')).status).toBe(404);
});

test('of a quiet gate there are heartbeats only', async () => {
  const stream = await follow();
  await stream.data('board');
  await arrive(at('07:00'), 'TAN_THANH');
  expect([await stream.next(), await stream.next()]).toEqual([
    { comment: 'heartbeat' },
    { comment: 'heartbeat' },
  ]);
});

test('time alone changes a row: the wait grows', async () => {
  const stream = await follow();
  expect(await stream.data<Board>('board')).toMatchObject({ oldestWaitMinutes: 840 });
  border.clock.set(at('20:30'));
  expect(await stream.data<Board>('board')).toMatchObject({ oldestWaitMinutes: 870 });
});

test('a client that resumes gets a whole row, not older than what it saw', async () => {
  const position = (await border.store.lastPosition()).toString();
  const resumed = await follow({ 'last-event-id': position });
  expect(await resumed.next()).toMatchObject({ event: 'board', id: position });
  const ahead = await follow({ 'last-event-id': '999999' }, 'ahead');
  expect([ahead.response.status, await ahead.response.json()]).toMatchObject([
    400,
    { code: 'AFTER_BEYOND_LOG' },
  ]);
  const odd = await follow({ 'last-event-id': 'x' }, 'odd');
  expect([odd.response.status, await odd.response.json()]).toMatchObject([400, { code: 'HEADER_INVALID' }]);
});

test('so many a subject and an address; a place is free again when its client leaves', async () => {
  const first = await follow();
  await follow();
  const refused = await follow();
  expect(refused.response.status).toBe(429);
  expect(refused.response.headers.get('retry-after')).toBe('30');
  expect(await refused.response.json()).toMatchObject({ code: 'RATE_LIMITED' });
  await follow({}, 'another');
  expect((await follow({}, 'third')).response.status).toBe(429);
  first.close();
  await eventually(async () => {
    const again = await follow();
    return again.response.status === 200;
  });
});

test('a client that does not read is dropped', async () => {
  await follow();
  const connections = () =>
    new Promise<number>((resolve) => {
      border.app.getHttpServer().getConnections((_error, count) => {
        resolve(count);
      });
    });
  expect(await connections()).toBe(1);
  const frame = { type: 'board', id: '1', data: 'x'.repeat(64 * 1024) };
  for (let sent = 0; sent < 400; sent += 1) {
    border.app.get(EventBus).publish(new GateBoardChanged('HUU_NGHI', frame));
    await sleep(1);
  }
  await eventually(async () => (await connections()) === 0);
});

test('ends when the server stops, and says when to come back', async () => {
  const stream = await follow();
  const { id } = (await stream.next()) ?? {};
  const closed = border.app.close();
  const last = await stream.next(({ retry }) => retry !== undefined);
  expect(last?.id).toBe(id);
  expect(Number(last?.retry)).toBeGreaterThanOrEqual(1000);
  expect(await stream.next()).toBeUndefined();
  await closed;
});

async function eventually(holds: () => Promise<boolean>): Promise<void> {
  for (const end = performance.now() + 60_000; performance.now() < end;) {
    if (await holds()) return;
    await sleep(50);
  }
  throw new Error('it never came true');
}
