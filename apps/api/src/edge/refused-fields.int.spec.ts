import { arrivalOf, startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';
import { tariffPublication } from '../tariffs/publish-tariff';

/* a refused body is told in `errors[]` which of its fields was refused, whoever refused it. */

const AT = '2021-12-25T08:00:00+07:00';
const AHEAD = '2021-12-25T20:06:00+07:00';
const OLD = '1900-01-01T00:00:00+07:00';
const ARRIVAL = arrivalOf('12C-700.01', AT, { trailer: { plate: '12R-700.01' } });
const CAPACITY = { at: AT, capacity: { min: 1, max: 2 }, tenure: 'PERMANENT' };
const TARIFF: object = Object.assign({}, tariffPublication.example, { at: AT });
const SUSPENSION = { at: AT, orderedBy: 'FOREIGN', reason: 'outbreak' };

interface Problem {
  readonly code: string;
  readonly detail: string;
  readonly errors?: readonly object[];
}

let border: ApiUnderTest;
let visitId: string;
let eventId: string;

beforeAll(async () => {
  border = await startApi();
  await border.app.listen(0, '127.0.0.1');
  visitId = await border.record('/truck-visits', ARRIVAL);
  eventId = (await border.store.readStream(`truckVisit-${visitId}`)).events[0]?.eventId ?? '';
});

afterAll(() => border.close());

function expectField({ code, detail, errors }: Problem, [expected, pointer]: [string, string]): void {
  expect({ code, errors }).toEqual({ code: expected, errors: [{ pointer, code: expected, detail }] });
}

test.each<[string, string, string, object]>([
  ['/truck-visits', 'PLATE_UNREADABLE', '/tractor/plate', { ...ARRIVAL, tractor: { plate: '' } }],
  ['/truck-visits', 'PLATE_UNREADABLE', '/tractor/plate', { ...ARRIVAL, tractor: { plate: 'A'.repeat(41) } }],
  [
    '/truck-visits',
    'PLATE_UNREADABLE',
    '/tractor/plate',
    { ...ARRIVAL, tractor: { plate: 'A'.repeat(5000) } },
  ],
  ['/truck-visits', 'PLATE_UNREADABLE', '/trailer/plate', { ...ARRIVAL, trailer: { plate: '12R/700' } }],
  ['/truck-visits', 'DIRECTION_NOT_SUPPORTED', '/direction', { ...ARRIVAL, direction: 'IMPORT' }],
  ['/truck-visits', 'AT_IN_FUTURE', '/at', { ...ARRIVAL, at: AHEAD }],
  ['/truck-visits', 'AT_IMPLAUSIBLE', '/at', { ...ARRIVAL, at: '1999-12-31T23:59:59+07:00' }],
  [
    '/truck-visits/:id/call-forward',
    'AT_IMPLAUSIBLE',
    '/deadline',
    { at: AT, deadline: '1970-01-01T00:00:00Z' },
  ],
  [
    '/border-gates/CHI_MA/suspension',
    'AT_IMPLAUSIBLE',
    '/effectiveFrom',
    { ...SUSPENSION, effectiveFrom: OLD },
  ],
  ['/border-gates/CHI_MA/suspension', 'AT_IMPLAUSIBLE', '/until', { ...SUSPENSION, until: OLD }],
  ['/yards/CHI_MA_YARD/capacity', 'AT_IMPLAUSIBLE', '/at', { ...CAPACITY, at: OLD }],
  ['/truck-visits/:id/crossing', 'OBSERVATION_MISSING', '/observation', { at: AT, observed: true }],
  ['/truck-visits/:id/crossing', 'OBSERVATION_NOT_ALLOWED', '/observation', { at: AT, observation: 'seen' }],
  ['/border-gates/CHI_MA/suspension', 'EFFECTIVE_RANGE_EMPTY', '/until', { ...SUSPENSION, until: AT }],
  [
    '/border-gates/CHI_MA/clearance-rate',
    'RANGE_REVERSED',
    '/trucksPerDay',
    { at: AT, trucksPerDay: { min: 2, max: 1 } },
  ],
  [
    '/yards/CHI_MA_YARD/capacity',
    'RANGE_REVERSED',
    '/capacity',
    { at: AT, capacity: { min: 2, max: 1 }, tenure: 'PERMANENT' },
  ],
  [
    '/tariffs',
    'TIERS_NOT_CONTIGUOUS',
    '/tiers/1/fromDayNight',
    {
      ...TARIFF,
      tiers: [
        { fromDayNight: 1, toDayNight: 2, payPercent: 80 },
        { fromDayNight: 4, payPercent: 50 },
      ],
    },
  ],
  [
    '/tariffs',
    'TIERS_NOT_CONTIGUOUS',
    '/tiers/1/toDayNight',
    {
      ...TARIFF,
      tiers: [
        { fromDayNight: 1, toDayNight: 2, payPercent: 80 },
        { fromDayNight: 3, toDayNight: 2, payPercent: 50 },
      ],
    },
  ],
  [
    '/tariffs',
    'EFFECTIVE_RANGE_EMPTY',
    '/until',
    { ...TARIFF, until: tariffPublication.example.effectiveFrom },
  ],
])('%s: %s names %s', async (path, code, pointer, body) => {
  const answer = await border.post(path.replace(':id', visitId), body);
  expect(answer.statusCode).toBe(400);
  expectField(answer.json<Problem>(), [code, pointer]);
});

test.each<[string, string, object]>([
  ['CORRECTED_BODY_MISSING', '/corrected', { reason: 'INCORRECT_DATA' }],
  ['CORRECTED_BODY_UNEXPECTED', '/corrected', { reason: 'DID_NOT_OCCUR', corrected: ARRIVAL }],
  ['AT_IN_FUTURE', '/at', { reason: 'DID_NOT_OCCUR', at: AHEAD }],
  ['AT_IMPLAUSIBLE', '/corrected/at', { corrected: { ...ARRIVAL, at: OLD } }],
  ['AT_IN_FUTURE', '/corrected/at', { corrected: { ...ARRIVAL, at: AHEAD } }],
  ['PLATE_UNREADABLE', '/corrected/tractor/plate', { corrected: { ...ARRIVAL, tractor: { plate: '?' } } }],
  ['PLATE_UNREADABLE', '/corrected/trailer/plate', { corrected: { ...ARRIVAL, trailer: { plate: '' } } }],
  ['DIRECTION_NOT_SUPPORTED', '/corrected/direction', { corrected: { ...ARRIVAL, direction: 'IMPORT' } }],
])('a correction: %s names %s', async (code, pointer, data) => {
  const body = { at: AT, eventId, reason: 'INCORRECT_DATA', ...data };
  const answer = await border.post(`/truck-visits/${visitId}/correction`, body);
  expect(answer.statusCode).toBe(400);
  expectField(answer.json<Problem>(), [code, pointer]);
});

test.each(['x', '', '2999', '2026-13-45T00:00:00Z'])('a corrected time %p is none', async (at) => {
  const body = { at: AT, eventId, reason: 'INCORRECT_DATA', corrected: { ...ARRIVAL, at } };
  const answer = await border.post(`/truck-visits/${visitId}/correction`, body);
  expect([answer.statusCode, answer.json()]).toMatchObject([
    400,
    { code: 'BODY_INVALID', errors: [{ pointer: '/corrected/at', code: 'INSTANT_INVALID' }] },
  ]);
});

test('the shape of a corrected body is refused before a plate in it is read', async () => {
  const hold = await border.step(visitId, 'hold', AT, { cause: 'CUSTOMS' });
  const last = (await border.store.readStream(`truckVisit-${hold}`)).events.at(-1)?.eventId;
  const corrected = { at: AT, cause: 'CUSTOMS', tractor: { plate: '?' } };
  const body = { at: AT, eventId: last, reason: 'INCORRECT_DATA', corrected };
  const { code, errors } = (await border.post(`/truck-visits/${visitId}/correction`, body)).json<Problem>();
  expect({ code, errors }).toMatchObject({
    code: 'BODY_INVALID',
    errors: [{ pointer: '/corrected/tractor' }],
  });
});

test.each<[string, string, object]>([
  ['PLATE_UNREADABLE', '/trailer/plate', { body: { ...ARRIVAL, trailer: { plate: '?' } } }],
  ['AT_IN_FUTURE', '/at', { body: { ...ARRIVAL, at: AHEAD } }],
  ['AT_IMPLAUSIBLE', '/at', { body: { ...ARRIVAL, at: OLD } }],
  ['COMMAND_UNKNOWN', '/command', { command: 'truck-visits/parking' }],
  ['ID_MISPLACED', '/id', { id: '0b1c2d3e-4f50-4a6b-8c7d-9e0f1a2b3c4d' }],
  ['IDEMPOTENCY_KEY_INVALID', '/key', { key: 'a key' }],
])('an import line: %s names %s', async (code, pointer, line) => {
  const body = JSON.stringify({ key: 'line-1', command: 'truck-visits', body: ARRIVAL, ...line });
  const authorization = `Bearer ${await border.token('gate-manager', { gates: ['*'] })}`;
  const headers = { authorization, 'content-type': 'application/x-ndjson' };
  const url = `${await border.app.getUrl()}/api/v1/movement-imports`;
  const answer = await fetch(url, { method: 'POST', headers, body });
  expectField(((await answer.json()) as { problem: Problem }).problem, [code, pointer]);
});

test('a time of a question that lies ahead is refused as any other parameter', async () => {
  const answer = await border.get(`/gate-boards?at=${encodeURIComponent(AHEAD)}`);
  expectField(answer.json<Problem>(), ['AT_IN_FUTURE', '']);
});
