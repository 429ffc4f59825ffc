import { randomUUID } from 'node:crypto';
import { startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';

let border: ApiUnderTest;
let token: string;
let address: string;

beforeAll(async () => {
  border = await startApi();
  await border.app.listen(0, '127.0.0.1');
  address = await border.app.getUrl();
  token = await border.token('gate-operator', { gates: ['*'] });
});

afterAll(() => border.close());

function post(path: string, key: string, payload: object, by = token) {
  const headers = { authorization: `Bearer ${by}`, 'idempotency-key': key };
  return border.app.inject({ method: 'POST', url: `/api/v1${path}`, headers, payload });
}

const arrival = (plate: string) => ({
  gate: 'CHI_MA',
  direction: 'EXPORT',
  at: '2021-12-25T06:40:00+07:00',
  tractor: { plate },
  bodyType: 'BOX',
  consignments: [{ consignmentId: `goods-of-${plate}`, cargoClass: 'DRY' }],
});

test('a key that recorded something on one stream is refused with another request on another', async () => {
  const [first, second] = [
    await post('/truck-visits', 'key-1', arrival('12C-001.01')),
    arrival('12C-002.02'),
  ];
  expect(first.statusCode).toBe(201);
  await border.settle();
  const before = await border.store.lastPosition();
  const visitId = 'a3c1d5de-0f0a-4b52-9d6e-0c2f8c5b7e11';
  const reused = await post('/truck-visits', 'key-1', { ...second, visitId });
  expect([reused.statusCode, reused.json<{ code: string }>().code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
  expect(await border.store.lastPosition()).toBe(before);
});

test('two requests under one key at once, about different visits: one is recorded, the other refused', async () => {
  const recorded: string[] = [];
  for (let round = 0; round < 200; round += 1) {
    const day = String(1 + (round % 28)).padStart(2, '0');
    const at = `2021-11-${day}T06:40:00+07:00`;
    const bodies = ['L', 'H'].map((series) => ({
      ...arrival(`15${series}-${String(10_000 + round)}`),
      visitId: randomUUID(),
      at,
    }));
    const answers = await Promise.all(bodies.map((body) => post('/truck-visits', `race-${round}`, body)));
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, 422]);
    const ids = answers.flatMap((answer) => answer.json<{ eventIds?: string[] }>().eventIds ?? []);
    expect(ids).toHaveLength(1);
    recorded.push(...ids);
  }
  expect(new Set(recorded).size).toBe(200);
  const log = await border.store.readAll(-1n, 5_000);
  const ids = log.map(({ eventId }) => eventId);
  expect(new Set(ids).size).toBe(ids.length);
});

test('a key is refused with another path, although the bodies agree', async () => {
  const visitId = (await post('/truck-visits', 'key-10', arrival('12C-010.10'))).json<{ id: string }>().id;
  const other = (await post('/truck-visits', 'key-11', arrival('12C-011.11'))).json<{ id: string }>().id;
  const body = { at: '2021-12-25T07:00:00+07:00', declarationNumber: 'D-10' };
  const [first, second] = await Promise.all(
    [visitId, other].map((id) => post(`/truck-visits/${id}/customs-clearance`, 'key-12', body)),
  );
  expect([first?.statusCode, second?.statusCode]).toEqual([200, 422]);
});

test('an answer names its events and when they were recorded, the same again when it is repeated', async () => {
  const body = arrival('12C-013.13');
  const first = await post('/truck-visits', 'key-13', body);
  const { id, eventIds, recordTime } = first.json<{ id: string; eventIds: string[]; recordTime: string }>();
  border.clock.set('2021-12-25T20:30:00+07:00');
  const { events } = await border.store.readStream(`truckVisit-${id}`);
  expect(eventIds).toEqual(events.map(({ eventId }) => eventId));
  expect(recordTime).toBe(events[0]?.metadata.recordTime);
  expect((await post('/truck-visits', 'key-13', body)).json()).toEqual(first.json());
  const again = await post('/truck-visits', 'key-14', { ...body, at: '2021-12-25T06:41:00+07:00' });
  expect(again.json()).toMatchObject({ id, events: [], eventIds: [], recordTime: null });
});

interface LineAnswer {
  readonly status: number;
  readonly problem?: { readonly code: string };
}

async function importLines(...lines: object[]): Promise<LineAnswer[]> {
  const answer = await fetch(`${address}/api/v1/movement-imports`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await importer()}`, 'content-type': 'application/x-ndjson' },
    body: lines.map((line) => JSON.stringify(line)).join('\n'),
  });
  const texts = (await answer.text()).trim().split('\n');
  return texts.map((text) => JSON.parse(text) as LineAnswer);
}

const importer = () => border.token('gate-manager', { gates: ['*'] });
const statuses = (answers: readonly LineAnswer[]) => answers.map(({ status }) => status);
const line = (key: string, body: object) => ({ key, command: 'truck-visits', body });

test('the later of two lines with one key and different bodies is refused, with one body it is answered again', async () => {
  const [one, other] = [arrival('12C-021.21'), arrival('12C-022.22')];
  const answers = await importLines(line('line-1', one), line('line-1', other), line('line-1', one));
  expect(statuses(answers)).toEqual([200, 422, 200]);
  expect(answers[1]?.problem?.code).toBe('IDEMPOTENCY_KEY_REUSED');
  expect(answers[2]).toEqual({ ...answers[0], line: 3 });
});

test('one of a request and a line that come at once under one key is refused', async () => {
  for (let round = 0; round < 20; round += 1) {
    const [one, other] = [arrival(`14C-${10_000 + round}`), arrival(`14H-${10_000 + round}`)];
    const [[imported], sent] = await Promise.all([
      importLines(line(`both-${round}`, one)),
      post('/truck-visits', `both-${round}`, other, await importer()),
    ]);
    expect([imported?.status === 200, sent.statusCode === 201].sort()).toEqual([false, true]);
    expect([imported?.status, sent.statusCode]).toContain(422);
  }
});

test('a line whose key a refused line had is run in its turn, before those that depend on it', async () => {
  const visitId = randomUUID();
  const answers = await importLines(
    line('line-2', { ...arrival('12C-023.23'), gate: 'NOWHERE' }),
    line('line-2', { ...arrival('12C-024.24'), visitId }),
    {
      key: 'line-3',
      command: 'truck-visits/customs-clearance',
      id: visitId,
      body: { at: '2021-12-25T07:00:00+07:00', declarationNumber: 'D-24' },
    },
  );
  expect(statuses(answers)).toEqual([404, 200, 200]);
});

test('the same request under its key gets its first answer again', async () => {
  const body = arrival('12C-003.03');
  const first = await post('/truck-visits', 'key-3', body);
  await border.settle();
  const again = await post('/truck-visits', 'key-3', body);
  expect([again.statusCode, again.json()]).toEqual([first.statusCode, first.json()]);
});

test('the same request written by another client, its keys in another order, is the same request', async () => {
  const body = arrival('12C-008.08');
  const first = await post('/truck-visits', 'key-8', body);
  const { consignments, ...rest } = body;
  const goods = consignments.map((one) => Object.fromEntries(Object.entries(one).reverse()));
  const reversed = Object.fromEntries(Object.entries({ ...rest, consignments: goods }).reverse());
  expect(Object.keys(reversed)).not.toEqual(Object.keys(body));
  const again = await post('/truck-visits', 'key-8', reversed);
  expect([again.statusCode, again.json()]).toEqual([201, first.json()]);
});

test('a refused request leaves its key free for another', async () => {
  const refused = await post('/truck-visits', 'key-4', { ...arrival('12C-004.04'), direction: 'IMPORT' });
  expect(refused.statusCode).toBe(400);
  expect((await post('/truck-visits', 'key-4', arrival('12C-005.05'))).statusCode).toBe(201);
});

test('two callers may use the same key', async () => {
  expect((await post('/truck-visits', 'key-6', arrival('12C-006.06'))).statusCode).toBe(201);
  await border.settle();
  const other = await border.token('gate-operator', { gates: ['*'], sub: 'another-operator' });
  expect((await post('/truck-visits', 'key-6', arrival('12C-007.07'), other)).statusCode).toBe(201);
});
