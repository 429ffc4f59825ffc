import { startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';

let border: ApiUnderTest;

beforeAll(async () => {
  border = await startApi();
});

afterAll(() => border.close());

const ARRIVED = '2021-12-25T08:00:00+07:00';
const NOW = '2021-12-25T20:00:00+07:00';
let trucks = 0;

interface Shown {
  readonly steps: readonly { readonly eventId: string; readonly type: string }[];
}

/** The event of a visit's last step by event time. */
async function lastEventOf(visitId: string): Promise<string> {
  await border.settle();
  const { steps } = (await border.get(`/truck-visits/${visitId}`)).json<Shown>();
  return steps.at(-1)?.eventId ?? '';
}

async function arrive(data: object = {}): Promise<string> {
  trucks += 1;
  return border.arrive(ARRIVED, `12C-0${(1000 + trucks).toString()}`, data);
}

function arrivalBody(data: object): object {
  const consignments = [{ consignmentId: 'goods', cargoClass: 'DRY' }];
  const frame = { at: ARRIVED, gate: 'HUU_NGHI', direction: 'EXPORT', bodyType: 'BOX', consignments };
  return { ...frame, ...data };
}

async function correct(visitId: string, corrected: object, token?: string) {
  const body = { at: NOW, eventId: await lastEventOf(visitId), reason: 'INCORRECT_DATA', corrected };
  const answer = await border.post(`/truck-visits/${visitId}/correction`, body, token);
  return [answer.statusCode, answer.json<{ code?: string }>().code];
}

test.each([
  ['a tractor that is no vehicle', { tractor: 5 }],
  ['a tractor that is null', { tractor: null }],
  ['a trailer without a plate', { tractor: { plate: '12C-999.99' }, trailer: {} }],
  ['a container whose number is none', { tractor: { plate: '12C-999.99' }, container: { number: 7 } }],
])('refuses %s in a corrected body', async (_title, data) => {
  const visitId = await arrive();
  expect(await correct(visitId, arrivalBody(data))).toEqual([400, 'BODY_INVALID']);
});

test('a corrected time lies no further ahead than any other', async () => {
  const visitId = await arrive();
  const body = arrivalBody({ tractor: { plate: '12C-999.98' }, at: '2021-12-25T20:06:00+07:00' });
  expect(await correct(visitId, body)).toEqual([400, 'AT_IN_FUTURE']);
});

test('a corrected body names a yard that is registered', async () => {
  const visitId = await arrive();
  await border.step(visitId, 'yard-entry', '2021-12-25T09:00:00+07:00', { yard: 'HUU_NGHI_YARD' });
  const body = { at: '2021-12-25T09:00:00+07:00', yard: 'NOWHERE' };
  expect(await correct(visitId, body)).toEqual([404, 'YARD_NOT_FOUND']);
});

test('a corrected handover names a driver of the gate', async () => {
  const visitId = await arrive();
  await border.step(visitId, 'customs-clearance', '2021-12-25T09:00:00+07:00', { declarationNumber: 'D-1' });
  const cabin = { targets: ['CABIN'], procedureVersion: '2021-1' };
  await border.step(visitId, 'disinfection', '2021-12-25T09:10:00+07:00', cabin);
  const at = '2021-12-25T09:20:00+07:00';
  await border.step(visitId, 'handover', at, { dedicatedDriver: 'HUU_NGHI-D01' });
  expect(await correct(visitId, { at, dedicatedDriver: 'CHI_MA-D01' })).toEqual([
    409,
    'DRIVER_NOT_REGISTERED',
  ]);
});

test('a corrected diversion is warned of the gate it names, as the diversion is', async () => {
  const visitId = await arrive();
  const diverted = { at: '2021-12-25T09:00:00+07:00', reason: 'queue', toGate: 'HUU_NGI' };
  const first = await border.post(`/truck-visits/${visitId}/diversion`, diverted);
  expect(first.json()).toMatchObject({ warnings: [{ code: 'TO_GATE_UNKNOWN', pointer: '/toGate' }] });
  const eventId = await lastEventOf(visitId);
  const corrections = ['HUU_NGHI', 'CHI_MA'].map(async (toGate) => {
    const corrected = { ...diverted, toGate };
    const body = { at: NOW, eventId, reason: 'INCORRECT_DATA', corrected };
    return (await border.post(`/truck-visits/${visitId}/correction`, body)).json<{ warnings: object[] }>();
  });
  const [own, other] = await Promise.all(corrections);
  expect(own?.warnings).toEqual([{ code: 'TO_GATE_IS_OWN', pointer: '/corrected/toGate' }]);
  expect(other?.warnings).toEqual([]);
});

describe('a yard operator', () => {
  const operator = () => border.token('yard-operator', { yards: ['HUU_NGHI_YARD'] });

  test('takes back an exit it has just recorded', async () => {
    const visitId = await arrive({ place: 'HUU_NGHI_YARD' });
    const exit = { at: '2021-12-25T09:00:00+07:00', yard: 'HUU_NGHI_YARD' };
    await border.post(`/truck-visits/${visitId}/yard-exit`, exit, await operator());
    expect(await correct(visitId, { ...exit, spot: 'A-1' }, await operator())).toEqual([200, undefined]);
  });

  test('moves no truck into a yard that is not its own by a correction', async () => {
    const visitId = await arrive();
    const entry = { at: '2021-12-25T09:00:00+07:00', yard: 'HUU_NGHI_YARD' };
    await border.post(`/truck-visits/${visitId}/yard-entry`, entry, await operator());
    const elsewhere = { ...entry, yard: 'CHI_MA_YARD' };
    expect(await correct(visitId, elsewhere, await operator())).toEqual([404, 'VISIT_NOT_FOUND']);
  });
});

test('a correction sent again under its key gets its warnings again', async () => {
  const visitId = await arrive();
  const corrected = arrivalBody({ tractor: { plate: 'ABCDEFGH' } });
  const payload = { at: NOW, eventId: await lastEventOf(visitId), reason: 'INCORRECT_DATA', corrected };
  const authorization = `Bearer ${await border.token('gate-manager', { gates: ['*'] })}`;
  const headers = { authorization, 'idempotency-key': 'correction-of-a-plate' };
  const url = `/api/v1/truck-visits/${visitId}/correction`;
  const first = await border.app.inject({ method: 'POST', url, headers, payload });
  const again = await border.app.inject({ method: 'POST', url, headers, payload });
  const warnings = [{ code: 'PLATE_UNUSUAL', pointer: '/corrected/tractor/plate' }];
  expect(first.json()).toMatchObject({ events: ['truckVisit.EventCorrected.v1'], warnings });
  expect(again.body).toBe(first.body);
});

test('a correction says where it was reported, and the audit trail shows it beside the place of the step', async () => {
  const consignments = [{ consignmentId: 'corrected-goods', cargoClass: 'DRY' }];
  const visitId = await arrive({ place: 'HUU_NGHI_YARD', consignments });
  const eventId = await lastEventOf(visitId);
  const corrected = arrivalBody({ tractor: { plate: '12C-999.97' }, consignments });
  const body = { at: NOW, eventId, reason: 'INCORRECT_DATA', corrected };
  await border.step(visitId, 'correction', NOW, { ...body, place: 'gate office' });
  await border.step(visitId, 'correction', NOW, { ...body, reason: 'DID_NOT_OCCUR', corrected: undefined });
  await border.settle();
  const trail = (await border.get('/consignments/corrected-goods/audit-trail')).json<{ items: object[] }>();
  expect(trail.items).toMatchObject([
    { place: 'HUU_NGHI_YARD', corrections: [{ place: 'gate office' }, { place: 'HUU_NGHI' }] },
  ]);
});

test.each(['/border-gates/HUU_NGHI/correction', '/yards/HUU_NGHI_YARD/correction'])(
  '%s has no place: acts have none',
  async (path) => {
    const eventId = '0b1c2d3e-4f50-4a6b-8c7d-9e0f1a2b3c4d';
    const body = { at: NOW, eventId, reason: 'DID_NOT_OCCUR', place: 'gate office' };
    const answer = await border.post(path, body);
    expect(answer.json()).toMatchObject({ errors: [{ pointer: '/place', code: 'UNKNOWN_FIELD' }] });
  },
);
