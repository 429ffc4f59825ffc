import { arrivalOf, startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';

/* Visits that a body names are held to the caller's scope, their vehicles to what they had when it happened. */

const SEEN = { observed: true, observation: 'seen in the yard' };
const NOBODY = '00000000-0000-4000-8000-000000000000';
let border: ApiUnderTest;
let trucks = 0;

beforeAll(async () => {
  border = await startApi();
  await border.app.listen(0, '127.0.0.1');
});

afterAll(() => border.close());

const at = (time: string) => `2021-12-25T${time}:00+07:00`;
const plate = () => `12C-06${String((trucks += 1)).padStart(3, '0')}`;
const operator = () => border.token('gate-operator', { gates: ['TAN_THANH'], sub: 'operator' });

async function said(answer: ReturnType<ApiUnderTest['post']>) {
  const { statusCode, ...rest } = await answer;
  return [statusCode, rest.json<{ code?: string }>().code];
}

const arrive = (gate: string, tractor = plate(), data: object = {}) =>
  border.arrive(at('06:00'), tractor, { gate, ...data });

const transloadTo = (toVehicle: object, time = '09:00') => ({
  at: at(time),
  yard: 'TAN_THANH_YARD',
  toVehicle: { country: 'VN', ...toVehicle },
  ...SEEN,
});

const transload = async (body: object, token?: string) => {
  const giver = await arrive('TAN_THANH');
  return said(border.post(`/truck-visits/${giver}/transload`, body, token ?? (await operator())));
};

describe('a visit that takes goods over', () => {
  test.each([
    ['transload', (vehicle: object) => ({ toVehicle: vehicle })],
    ['container-lift', (vehicle: object) => ({ toVehicle: vehicle, container: { number: 'CSQU3054383' } })],
    ['container-cut', (vehicle: object) => ({ toTractor: vehicle })],
  ])('of a %s that nobody knows and one out of reach answer the same', async (step, data) => {
    const elsewhere = await arrive('HUU_NGHI', '12C-061.11');
    for (const visitId of [NOBODY, elsewhere]) {
      const giver = await arrive('TAN_THANH');
      const vehicle = { plate: '12C-061.11', country: 'VN', visitId };
      const body = { at: at('09:00'), yard: 'TAN_THANH_YARD', ...data(vehicle), ...SEEN };
      const answer = border.post(`/truck-visits/${giver}/${step}`, body, await operator());
      expect(await said(answer)).toEqual([404, 'VISIT_NOT_FOUND']);
    }
    await border.step(elsewhere, 'cancellation', at('10:00'), { reason: 'done' });
  });

  test('is taken once it has arrived: a report that came before it is sent again', async () => {
    const visitId = '5a0e2f0c-93a3-4a6e-8a33-000000000001';
    const giver = await arrive('TAN_THANH');
    const tractor = plate();
    const send = async () =>
      said(
        border.post(
          `/truck-visits/${giver}/transload`,
          transloadTo({ plate: tractor, visitId }),
          await operator(),
        ),
      );
    expect(await send()).toEqual([404, 'VISIT_NOT_FOUND']);
    await arrive('TAN_THANH', tractor, { visitId });
    expect(await send()).toEqual([200, undefined]);
  });

  test('has the vehicle that is named, as of when it happened', async () => {
    const [before, after] = [plate(), plate()];
    const visitId = await arrive('TAN_THANH', before);
    await border.step(visitId, 'vehicle-change', at('08:00'), {
      tractor: { plate: after },
      reason: 'broken',
    });
    const other = [409, 'VEHICLE_OF_OTHER_VISIT'];
    expect(await transload(transloadTo({ plate: plate(), visitId }))).toEqual(other);
    expect(await transload(transloadTo({ plate: before, visitId }, '09:00'))).toEqual(other);
    expect(await transload(transloadTo({ plate: after, visitId }, '07:00'))).toEqual(other);
    expect(await transload(transloadTo({ plate: before, visitId }, '07:00'))).toEqual([200, undefined]);
  });

  test('is held to the same in a corrected body, unless it stood there before', async () => {
    const elsewhere = await arrive('HUU_NGHI', '12C-062.22');
    const giver = await arrive('TAN_THANH');
    await border.step(
      giver,
      'transload',
      at('09:00'),
      transloadTo({ plate: '12C-062.22', visitId: elsewhere }),
    );
    const { events } = await border.store.readStream(`truckVisit-${giver}`);
    const eventId = events.findLast(({ type }) => type === 'truckVisit.CargoTransloaded.v1')?.eventId;
    const manager = await border.token('gate-manager', { gates: ['TAN_THANH'] });
    const correct = (visitId: string) =>
      said(
        border.post(
          `/truck-visits/${giver}/correction`,
          {
            at: at('19:00'),
            eventId,
            reason: 'INCORRECT_DATA',
            corrected: transloadTo({ plate: '12C-062.22', visitId }, '09:30'),
          },
          manager,
        ),
      );
    expect(await correct(NOBODY)).toEqual([404, 'VISIT_NOT_FOUND']);
    expect(await correct(elsewhere)).toEqual([200, undefined]);
  });

  test('of the same gate is in reach of who works in a yard of that gate', async () => {
    const token = await border.token('yard-operator', { yards: ['TAN_THANH_YARD'] });
    const tractor = plate();
    const visitId = await arrive('TAN_THANH', tractor);
    expect(await transload(transloadTo({ plate: tractor, visitId }), token)).toEqual([200, undefined]);
  });
});

describe('the visit before', () => {
  test.each([
    ['of the same gate', 'TAN_THANH', [201, undefined]],
    ['of a gate out of reach', 'HUU_NGHI', [404, 'VISIT_NOT_FOUND']],
  ])('%s', async (_which, gate, expected) => {
    const previousVisitId = await arrive(gate);
    const body = arrivalOf(plate(), at('07:00'), { gate: 'TAN_THANH', previousVisitId });
    expect(await said(border.post('/truck-visits', body, await operator()))).toEqual(expected);
  });

  test('that nobody knows is not found', async () => {
    const body = arrivalOf(plate(), at('07:00'), { gate: 'TAN_THANH', previousVisitId: NOBODY });
    expect(await said(border.post('/truck-visits', body, await operator()))).toEqual([
      404,
      'VISIT_NOT_FOUND',
    ]);
  });
});

describe('import lines that name visits of earlier lines', () => {
  test('are accepted in order, refused out of order', async () => {
    const ids = [1, 2].map((n) => `5a0e2f0c-93a3-4a6e-8a33-00000000010${n}`);
    const tractor = plate();
    const arrival = (visitId: string | undefined, by: string, more: object = {}) => ({
      command: 'truck-visits',
      body: arrivalOf(by, at('06:00'), { gate: 'TAN_THANH', visitId, ...more }),
    });
    const lines = [
      arrival(ids[0], tractor),
      arrival(ids[1], plate(), { previousVisitId: ids[0] }),
      {
        command: 'truck-visits/transload',
        id: ids[1],
        body: transloadTo({ plate: tractor, visitId: ids[0] }),
      },
      arrival(undefined, plate(), { previousVisitId: NOBODY }),
    ];
    const token = await border.token('integration', { gates: ['TAN_THANH'] });
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' };
    const body = lines.map((line, n) => JSON.stringify({ key: `named-${n}`, ...line })).join('\n');
    const url = `${await border.app.getUrl()}/api/v1/movement-imports`;
    const answer = await (await fetch(url, { method: 'POST', headers, body })).text();
    const statuses = answer
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { status: number }).status);
    expect(statuses).toEqual([200, 200, 200, 404]);
  });
});

describe('a first answer is given again', () => {
  const keyed = (path: string, key: string, payload: object, token: string) =>
    said(
      border.app.inject({
        method: 'POST',
        url: `/api/v1${path}`,
        headers: { authorization: `Bearer ${token}`, 'idempotency-key': key },
        payload,
      }),
    );

  test('to who reaches what it is about, and to nobody whose scope is narrower today', async () => {
    const wide = await border.token('gate-operator', { gates: ['TAN_THANH', 'HUU_NGHI'], sub: 'mover' });
    const narrow = await border.token('gate-operator', { gates: ['TAN_THANH'], sub: 'mover' });
    const arrival = arrivalOf(plate(), at('06:00'), { gate: 'HUU_NGHI' });
    const visitId = await arrive('HUU_NGHI');
    const hold = { at: at('08:00'), cause: 'PAPERS' };
    for (const [token, answers] of [
      [wide, [201, 200]],
      [wide, [201, 200]],
      [narrow, [404, 404]],
    ] as const) {
      const [arrived] = await keyed('/truck-visits', 'moved-1', arrival, token);
      const [held] = await keyed(`/truck-visits/${visitId}/hold`, 'moved-2', hold, token);
      expect([arrived, held]).toEqual(answers);
    }
  });
});
