import { arrivalOf, startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';
import { at } from '../../testing/fixture-2021-12-25';

/* The driver's ticket: with the arrival, a new one in its place, and nowhere else. */

interface Ticketed {
  readonly id: string;
  readonly revision: string;
  readonly events: readonly string[];
  readonly ticket?: { readonly code: string; readonly qr: string };
}

const CODE = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;
let border: ApiUnderTest;

beforeEach(async () => {
  border = await startApi({ TICKET_RATE_LIMIT: '1000' });
});

afterEach(() => border.close());

async function arrived(plate: string, time = at('06:00'), data: object = {}): Promise<Required<Ticketed>> {
  const answer = await border.post('/truck-visits', arrivalOf(plate, time, data));
  expect(answer.statusCode).toBe(201);
  return answer.json();
}

async function look(ticket: string) {
  await border.settle();
  return border.app.inject({ method: 'GET', url: `/api/v1/public/positions/${ticket}` });
}

async function arrivalEventOf(visitId: string): Promise<string | undefined> {
  return (await border.store.readStream(`truckVisit-${visitId}`)).events[0]?.eventId;
}

describe('a ticket', () => {
  test('comes with the arrival, as a code and as a picture, and the arrival is told as ever', async () => {
    const { ticket, events, revision } = await arrived('12C-001.10');
    expect([events, revision]).toEqual([['truckVisit.TruckArrived.v1'], '0']);
    expect(ticket.code).toMatch(CODE);
    expect(ticket.qr).toMatch(
      /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"[^<>]*>(<(rect|path)[^<>]*\/>)+<\/svg>$/,
    );
  });

  test('is another one for each truck', async () => {
    const codes = await Promise.all(
      ['12C-001.10', '12C-001.11', '12C-001.12'].map((plate) => arrived(plate)),
    );
    expect(new Set(codes.map(({ ticket }) => ticket.code)).size).toBe(3);
  });

  test('is in the first answer and in that of the repeated request', async () => {
    const token = await border.token('gate-operator', { gates: ['HUU_NGHI'] });
    const request = {
      method: 'POST' as const,
      url: '/api/v1/truck-visits',
      headers: { authorization: `Bearer ${token}`, 'idempotency-key': 'lost-answer' },
      payload: arrivalOf('12C-001.10', at('06:00')),
    };
    const first = (await border.app.inject(request)).json<Ticketed>();
    expect(first.ticket?.code).toMatch(CODE);
    expect((await border.app.inject(request)).json()).toEqual(first);
    expect((await look(first.ticket?.code ?? '')).statusCode).toBe(200);
  });

  test('is none of a truck scanned twice', async () => {
    await arrived('12C-001.10');
    const again = await border.post('/truck-visits', arrivalOf('12C-001.10', at('06:01')));
    expect([again.statusCode, again.json<Ticketed>().ticket]).toEqual([200, undefined]);
  });

  test('that was lost is replaced by a new one, and leads nowhere then', async () => {
    const { id, ticket: lost } = await arrived('12C-001.10');
    const answer = await border.post(`/truck-visits/${id}/ticket`, { at: at('07:00') });
    const { events, ticket } = answer.json<Required<Ticketed>>();
    expect([answer.statusCode, events]).toEqual([200, ['truckVisit.TicketIssued.v1']]);
    expect((await look(ticket.code)).statusCode).toBe(200);
    expect((await look(lost.code)).statusCode).toBe(404);
  });

  test('asked for twice at once is two tickets, of which the second counts', async () => {
    const { id } = await arrived('12C-001.10');
    const issue = async () =>
      (await border.post(`/truck-visits/${id}/ticket`, { at: at('07:00') })).json<Required<Ticketed>>()
        .ticket;
    const [first, second] = [await issue(), await issue()];
    expect([(await look(first.code)).statusCode, (await look(second.code)).statusCode]).toEqual([404, 200]);
  });

  test('is still good after the arrival was corrected', async () => {
    const { id, ticket } = await arrived('12C-001.10');
    const eventId = await arrivalEventOf(id);
    const corrected = arrivalOf('12C-001.99', at('06:00'));
    const answer = await border.post(`/truck-visits/${id}/correction`, {
      at: at('06:05'),
      eventId,
      reason: 'INCORRECT_DATA',
      corrected,
    });
    expect(answer.statusCode).toBe(200);
    expect((await look(ticket.code)).statusCode).toBe(200);
  });

  test('of a visit that is over is not issued', async () => {
    const { id } = await arrived('12C-001.10');
    await border.step(id, 'turn-back', at('07:00'), { reason: 'gave up' });
    const answer = await border.post(`/truck-visits/${id}/ticket`, { at: at('08:00') });
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([409, 'VISIT_ENDED']);
  });

  test('is none of an imported arrival, and is issued by an import line as by its route', async () => {
    const visitId = '0b6f6f0e-5b1c-4c55-9d7c-3f1f0f3a2b11';
    const lines = [
      { key: 'a', command: 'truck-visits', body: arrivalOf('12C-001.10', at('06:00'), { visitId }) },
      { key: 'b', command: 'truck-visits/ticket', id: visitId, body: { at: at('06:10') } },
    ];
    const token = await border.token('integration', { gates: ['HUU_NGHI'] });
    await border.app.listen(0, '127.0.0.1');
    const answer = await fetch(`${await border.app.getUrl()}/api/v1/movement-imports`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' },
      body: lines.map((line) => JSON.stringify(line)).join('\n'),
    });
    const [imported, issued] = (await answer.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Ticketed);
    expect(imported?.ticket).toBeUndefined();
    expect((await look(issued?.ticket?.code ?? '')).statusCode).toBe(200);
  });

  test('is issued by nobody who has no gate there', async () => {
    const { id } = await arrived('12C-001.10');
    const issue = async (role: string, claims: object) =>
      (await border.post(`/truck-visits/${id}/ticket`, { at: at('07:00') }, await border.token(role, claims)))
        .statusCode;
    expect(await issue('gate-operator', { gates: ['CHI_MA'] })).toBe(404);
    expect(await issue('company', { companies: ['*'] })).toBe(403);
    expect(await issue('auditor', {})).toBe(403);
  });
});

describe('nothing but the answer shows a ticket', () => {
  test('no read, trail, feed or table holds its code or its hash; the sealed text of a proof alone holds the hash', async () => {
    const { id, ticket } = await arrived('12C-001.10');
    const again = (await border.post(`/truck-visits/${id}/ticket`, { at: at('07:00') })).json<
      Required<Ticketed>
    >();
    await border.post(`/truck-visits/${id}/correction`, {
      at: at('07:05'),
      eventId: await arrivalEventOf(id),
      reason: 'INCORRECT_DATA',
      corrected: arrivalOf('12C-001.99', at('06:00')),
    });
    await border.settle();
    const { events } = await border.store.readStream(`truckVisit-${id}`);
    const hashes = events.flatMap(
      ({ data }) => JSON.stringify(data).match(/(?<="ticketHash":")[0-9a-f]{64}/g) ?? [],
    );
    expect(hashes).toHaveLength(3);
    const secrets = [ticket.code, again.ticket.code, 'ticketHash', ...hashes];
    const token = await border.token('integration', { gates: ['*'] });
    const manager = await border.token('manager');
    const read = async (url: string, bearer = manager) =>
      (await border.app.inject({ method: 'GET', url, headers: { authorization: `Bearer ${bearer}` } })).body;
    const trail = '/api/v1/consignments/goods-of-12C-001.99/audit-trail';
    const answers = await Promise.all([
      read(`/api/v1/truck-visits/${id}`),
      read('/api/v1/truck-visits'),
      read('/api/v1/gate-boards/HUU_NGHI/queue'),
      read('/api/v1/gate-boards/HUU_NGHI/deviations'),
      read('/api/v1/corrections?from=2021-12-20&to=2021-12-30'),
      read('/api/v1/feed', token),
      read(trail),
      read(`${trail}?format=csv`),
      read('/metrics'),
    ]);
    for (const body of answers) expect(secrets.filter((secret) => body.includes(secret))).toEqual([]);
    expect(answers[6]).toContain('truckVisit.TicketIssued.v1');
    const proof = JSON.parse(await read(`${trail}?proof=true`)) as { items: { sealedText: string | null }[] };
    expect(proof.items.every(({ sealedText }) => sealedText !== null)).toBe(true);
  });
});
