import { startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';

/* A yard that a report names belongs to the visit's gate or lies within the caller's reach. */

const ARRIVED = '2021-12-25T08:00:00+07:00';
const MOVED = '2021-12-25T09:00:00+07:00';
const LEFT = '2021-12-25T10:00:00+07:00';
const LATER = '2021-12-25T11:00:00+07:00';
const NOW = '2021-12-25T20:00:00+07:00';
const SEEN = { observed: true, observation: 'seen by the guard' };
const RECEIVER = { plate: '12C-777.77', country: 'VN' };

let border: ApiUnderTest;
let trucks = 0;

beforeAll(async () => {
  border = await startApi();
  await border.app.listen(0, '127.0.0.1');
});

afterAll(() => border.close());

const operator = () => border.token('gate-operator', { gates: ['TAN_THANH'] });
const ofYard = (...yards: string[]) => border.token('yard-operator', { yards });

/** Body of an arrival of a new truck at TAN_THANH. */
function arrivalBody(data: object = {}): object {
  trucks += 1;
  return {
    gate: 'TAN_THANH',
    direction: 'EXPORT',
    at: ARRIVED,
    tractor: { plate: `12C-03${String(trucks).padStart(3, '0')}` },
    bodyType: 'BOX',
    consignments: [{ consignmentId: `goods-${trucks}`, cargoClass: 'DRY' }],
    ...data,
  };
}

const arrive = (data?: object) => border.record('/truck-visits', arrivalBody(data));

async function said(answer: ReturnType<ApiUnderTest['post']>) {
  const { statusCode, ...rest } = await answer;
  return [statusCode, rest.json<{ code?: string }>().code];
}

const report = (visitId: string, step: string, body: object, token?: string) =>
  said(border.post(`/truck-visits/${visitId}/${step}`, { at: MOVED, ...body }, token));

async function standsIn(visitId: string): Promise<string | undefined> {
  await border.settle();
  const { items } = (await border.get('/truck-visits?limit=500')).json<{
    items: { visitId: string; yard?: string }[];
  }>();
  return items.find((row) => row.visitId === visitId)?.yard;
}

/** Corrects the last recorded event of a visit. */
async function correct(visitId: string, corrected: object, token?: string) {
  const { events } = await border.store.readStream(`truckVisit-${visitId}`);
  const eventId = events.at(-1)?.eventId;
  const body = { at: NOW, eventId, reason: 'INCORRECT_DATA', corrected };
  return report(visitId, 'correction', body, token);
}

describe('a gate operator', () => {
  test.each([
    ['yard-entry', {}],
    ['yard-exit', SEEN],
    ['container-cut', { toTractor: RECEIVER, ...SEEN }],
    ['container-lift', { toVehicle: RECEIVER, container: { number: 'CSQU3054383' }, ...SEEN }],
    ['transload', { toVehicle: RECEIVER, ...SEEN }],
  ])('reports no %s in a yard of another gate', async (step, data) => {
    const visitId = await arrive();
    const elsewhere = { ...data, yard: 'HUU_NGHI_YARD' };
    expect(await report(visitId, step, elsewhere, await operator())).toEqual([404, 'YARD_NOT_FOUND']);
    expect(await report(visitId, step, { ...data, yard: 'TAN_THANH_YARD' }, await operator())).toEqual([
      200,
      undefined,
    ]);
  });

  test('corrects no truck into a yard of another gate', async () => {
    const visitId = await arrive();
    await report(visitId, 'yard-entry', { yard: 'TAN_THANH_YARD' }, await operator());
    const corrected = { at: MOVED, yard: 'HUU_NGHI_YARD' };
    expect(await correct(visitId, corrected, await operator())).toEqual([404, 'YARD_NOT_FOUND']);
  });

  test('names a yard of any of his gates', async () => {
    const token = await border.token('gate-operator', { gates: ['TAN_THANH', 'HUU_NGHI'] });
    const visitId = await arrive();
    expect(await report(visitId, 'yard-entry', { yard: 'HUU_NGHI_YARD' }, token)).toEqual([200, undefined]);
  });
});

describe('the place of an arrival', () => {
  async function placed(place: string, token: string) {
    const answer = await border.post('/truck-visits', arrivalBody({ place }), token);
    const { id } = answer.json<{ id: string }>();
    const yard = await standsIn(id);
    const { arrival } = (await border.get(`/truck-visits/${id}`)).json<{ arrival: { place: string } }>();
    return [arrival.place, yard];
  }

  test('is a yard when it is one of the gate', async () => {
    expect(await placed('TAN_THANH_YARD', await operator())).toEqual(['TAN_THANH_YARD', 'TAN_THANH_YARD']);
  });

  test('is text when it is a yard out of reach', async () => {
    expect(await placed('HUU_NGHI_YARD', await operator())).toEqual(['HUU_NGHI_YARD', undefined]);
  });

  test.each(['integration', 'gate-manager'])('is a yard when the %s has it', async (role) => {
    const token = await border.token(role, { gates: ['TAN_THANH'], yards: ['HUU_NGHI_YARD'] });
    expect(await placed('HUU_NGHI_YARD', token)).toEqual(['HUU_NGHI_YARD', 'HUU_NGHI_YARD']);
  });

  test('is corrected by the same rule', async () => {
    const body = arrivalBody({ place: 'TAN_THANH_YARD' });
    const visitId = await border.record('/truck-visits', body);
    const token = await border.token('gate-manager', { gates: ['TAN_THANH'] });
    expect(await correct(visitId, { ...body, place: 'HUU_NGHI_YARD' }, token)).toEqual([200, undefined]);
    expect(await standsIn(visitId)).toBeUndefined();
  });

  test('stays the yard that it was when something else is corrected', async () => {
    const body = arrivalBody({ place: 'HUU_NGHI_YARD' });
    const visitId = await border.record('/truck-visits', body);
    const token = await border.token('gate-manager', { gates: ['TAN_THANH'] });
    expect(await correct(visitId, { ...body, bodyType: 'TANK' }, token)).toEqual([200, undefined]);
    expect(await standsIn(visitId)).toBe('HUU_NGHI_YARD');
  });
});

describe('a yard operator', () => {
  const inHuuNghi = { yard: 'HUU_NGHI_YARD' };

  test('reports what happens in his yard to a visit of its gate', async () => {
    const visitId = await arrive();
    const entry = { yard: 'TAN_THANH_YARD' };
    expect(await report(visitId, 'yard-entry', entry, await ofYard('TAN_THANH_YARD'))).toEqual([
      200,
      undefined,
    ]);
  });

  test('records out a truck of another gate that stands in his yard, says it again and takes it back', async () => {
    const visitId = await arrive({ place: 'HUU_NGHI_YARD' });
    const token = await ofYard('HUU_NGHI_YARD');
    await border.settle();
    expect((await border.get(`/truck-visits/${visitId}`, token)).statusCode).toBe(200);
    const exit = { at: LEFT, ...inHuuNghi };
    expect(await report(visitId, 'yard-exit', exit, token)).toEqual([200, undefined]);
    expect(await standsIn(visitId)).toBeUndefined();
    const again = await border.post(`/truck-visits/${visitId}/yard-exit`, exit, token);
    expect([again.statusCode, again.json()]).toMatchObject([200, { events: [] }]);
    expect(await correct(visitId, { ...exit, spot: 'A-1' }, token)).toEqual([200, undefined]);
  });

  test('finds no visit of another gate that never stood in his yard', async () => {
    const visitId = await arrive();
    const token = await ofYard('HUU_NGHI_YARD');
    expect(await report(visitId, 'yard-entry', inHuuNghi, token)).toEqual([404, 'VISIT_NOT_FOUND']);
    await border.step(visitId, 'yard-entry', MOVED, inHuuNghi);
    await border.step(visitId, 'yard-exit', LEFT, inHuuNghi);
    const exit = { at: LATER, ...inHuuNghi };
    expect(await report(visitId, 'yard-exit', exit, token)).toEqual([409, 'NOT_IN_YARD']);
  });

  test('reports late that a truck left his yard, when it stands elsewhere', async () => {
    const visitId = await arrive({ place: 'HUU_NGHI_YARD' });
    await border.step(visitId, 'yard-entry', LATER, { yard: 'TAN_THANH_YARD' });
    const exit = { at: LEFT, ...inHuuNghi };
    expect(await report(visitId, 'yard-exit', exit, await ofYard('HUU_NGHI_YARD'))).toEqual([200, undefined]);
    expect(await standsIn(visitId)).toBe('TAN_THANH_YARD');
  });

  test('reports late also of a truck that was corrected into his yard', async () => {
    const visitId = await arrive();
    await border.step(visitId, 'yard-entry', MOVED, { yard: 'TAN_THANH_YARD' });
    expect(await correct(visitId, { at: MOVED, ...inHuuNghi })).toEqual([200, undefined]);
    await border.step(visitId, 'yard-entry', LATER, { yard: 'TAN_THANH_YARD' });
    const exit = { at: LEFT, ...inHuuNghi };
    expect(await report(visitId, 'yard-exit', exit, await ofYard('HUU_NGHI_YARD'))).toEqual([200, undefined]);
  });

  test('weighs the trucks that stand or stood in his yard, and no others', async () => {
    const weigh = async (visitId: string, yard: string) =>
      report(visitId, 'weighing', { grossKg: 20_000 }, await ofYard(yard));
    const visitId = await arrive({ place: 'TAN_THANH_YARD' });
    expect(await weigh(visitId, 'HUU_NGHI_YARD')).toEqual([404, 'VISIT_NOT_FOUND']);
    expect(await weigh(visitId, 'TAN_THANH_YARD')).toEqual([200, undefined]);
    const corrected = { at: MOVED, grossKg: 21_000 };
    expect(await correct(visitId, corrected, await ofYard('TAN_THANH_YARD'))).toEqual([200, undefined]);
    expect(await weigh(await arrive(), 'TAN_THANH_YARD')).toEqual([404, 'VISIT_NOT_FOUND']);
  });

  test('moves a truck that stands in his yard into no yard but his own', async () => {
    const visitId = await arrive({ place: 'HUU_NGHI_YARD' });
    const token = await ofYard('HUU_NGHI_YARD');
    const entry = (yard: string) => report(visitId, 'yard-entry', { yard }, token);
    expect(await entry('TAN_THANH_YARD')).toEqual([404, 'VISIT_NOT_FOUND']);
    expect(await entry('CHI_MA_YARD')).toEqual([404, 'VISIT_NOT_FOUND']);
    const both = await ofYard('HUU_NGHI_YARD', 'CHI_MA_YARD');
    expect(await report(visitId, 'yard-entry', { yard: 'CHI_MA_YARD' }, both)).toEqual([200, undefined]);
  });
});

describe('an integration', () => {
  test('reports what happens in its yards without any gate', async () => {
    const visitId = await arrive();
    const token = await border.token('integration', { yards: ['TAN_THANH_YARD'] });
    const entry = { yard: 'TAN_THANH_YARD' };
    expect(await report(visitId, 'yard-entry', entry, token)).toEqual([200, undefined]);
    expect(await report(visitId, 'yard-entry', { yard: 'HUU_NGHI_YARD' }, token)).toEqual([
      404,
      'VISIT_NOT_FOUND',
    ]);
    expect(await report(visitId, 'turn-back', { reason: 'papers' }, token)).toEqual([404, 'VISIT_NOT_FOUND']);
    expect(await correct(visitId, { at: MOVED, ...entry, spot: 'A-1' }, token)).toEqual([200, undefined]);
  });

  test('imports by the same rule', async () => {
    const visitId = await arrive();
    const lines = ['TAN_THANH_YARD', 'HUU_NGHI_YARD'].map((yard) =>
      JSON.stringify({
        key: `entry-${yard}`,
        command: 'truck-visits/yard-entry',
        id: visitId,
        body: { at: MOVED, yard },
      }),
    );
    const authorization = `Bearer ${await border.token('integration', { gates: ['TAN_THANH'] })}`;
    const answer = await fetch(`${await border.app.getUrl()}/api/v1/movement-imports`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/x-ndjson' },
      body: lines.join('\n'),
    });
    const rows = (await answer.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { status: number; problem?: { code: string } });
    expect(rows.map(({ status, problem }) => [status, problem?.code])).toEqual([
      [200, undefined],
      [404, 'YARD_NOT_FOUND'],
    ]);
  });
});
