import { parse } from '../../testing/csv-rows';
import { DocumentedAnswers } from '../../testing/documented-answers';
import { startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';

/** Figure E: the closures of April 2025, ordered in advance, on a gate with two lanes. */
const DAYS = [15, 16, 17];
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const LANES = ['FREIGHT_ROAD', 'MAIN'];
const RANGE = 'from=2025-04-14&to=2025-04-20';
const CALENDAR = `/border-gates/HUU_NGHI/calendar?${RANGE}`;

const on = (day: number, clock: string) => `2025-04-${day}T${clock}:00+07:00`;
const closed = (lane: string, day: number) => ({
  lane,
  day: `2025-04-${day}`,
  from: on(day, '08:00'),
  to: on(day, '11:00'),
  act: 'lane-closure',
  orderedBy: 'FOREIGN',
  legalBasis: 'Notice 15/TB',
});

let border: ApiUnderTest;

beforeAll(async () => {
  border = await startApi();
  const opening = { at: '2021-12-20T08:00:00+07:00', lane: 'FREIGHT_ROAD', kind: 'DEDICATED_FREIGHT_ROAD' };
  await border.record('/border-gates/HUU_NGHI/lane-opening', opening);
  for (const lane of LANES) {
    for (const day of DAYS) {
      const { from, to, orderedBy, legalBasis } = closed(lane, day);
      const act = {
        at: '2021-12-24T08:00:00+07:00',
        lane,
        effectiveFrom: from,
        until: to,
        orderedBy,
        legalBasis,
      };
      await border.record('/border-gates/HUU_NGHI/lane-closure', act);
    }
  }
  await border.settle();
});

afterAll(() => border.close());

test('E: a lane closed from 8 to 11 on three days has three rows in the calendar', async () => {
  const answer = await border.get(CALENDAR);
  expect(DocumentedAnswers.of(border.app).faultsOf('/border-gates/{gate}/calendar', answer.json())).toEqual(
    [],
  );
  const { items, nextCursor } = answer.json<{ items: { lane: string; day: string }[]; nextCursor: null }>();
  expect(nextCursor).toBeNull();
  expect(items).toHaveLength(6);
  for (const lane of LANES) {
    expect(items.filter((row) => row.lane === lane)).toEqual(DAYS.map((day) => closed(lane, day)));
  }
});

test('E: the calendar as CSV and as workbook', async () => {
  const csv = await border.get(CALENDAR, undefined, { accept: 'text/csv' });
  const rows = parse(csv.body);
  expect(rows).toHaveLength(6);
  expect(rows).toContainEqual(closed('MAIN', 16));
  const workbook = await border.get(CALENDAR, undefined, { accept: XLSX });
  expect([workbook.statusCode, workbook.headers['content-type']]).toEqual([200, XLSX]);
});

test('E: the calendar does not know before what was ordered after', async () => {
  const before = await border.get(`${CALENDAR}&at=${encodeURIComponent('2021-12-23T08:00:00+07:00')}`);
  expect(before.json()).toMatchObject({ items: [] });
});

test('nobody crosses on a closed lane, but somebody may have been seen to', async () => {
  await border.record('/border-gates/CHI_MA/lane-closure', { at: '2021-12-25T08:00:00+07:00', lane: 'MAIN' });
  const visitId = await border.arrive('2021-12-25T06:00:00+07:00', '12C-045.67', { gate: 'CHI_MA' });
  const crossing = { at: '2021-12-25T09:00:00+07:00', lane: 'MAIN' };
  const seen = { ...crossing, observed: true, observation: 'seen by the guard' };
  await border.step(visitId, 'customs-clearance', '2021-12-25T06:10:00+07:00', { declarationNumber: 'D-1' });
  const call = await border.post(`/truck-visits/${visitId}/call-forward`, {
    at: '2021-12-25T08:00:00+07:00',
  });
  expect([call.statusCode, call.json()]).toMatchObject([409, { code: 'LANE_NOT_OPEN' }]);
  const earlier = await border.post(`/truck-visits/${visitId}/call-forward`, {
    at: '2021-12-25T07:59:00+07:00',
  });
  expect(earlier.statusCode).toBe(200);
  await border.step(visitId, 'crossing', seen.at, seen);
  await border.settle();
  const deviations = await border.get('/gate-boards/CHI_MA/deviations?from=2021-12-25&to=2021-12-26');
  const { items } = deviations.json<{ items: { code: string }[] }>();
  expect(items.map(({ code }) => code)).toContain('LANE_NOT_OPEN');
});

test.each([
  ['/border-gates/NO_SUCH_GATE/calendar', 404, 'GATE_NOT_FOUND'],
  ['/border-gates/HUU_NGHI/calendar?from=2025-01-01&to=2025-06-01', 400, 'RANGE_TOO_LONG'],
  ['/border-gates/HUU_NGHI/calendar?from=2025-04-15&to=2025-04-15', 400, 'RANGE_EMPTY'],
])('%s is %i %s', async (path, status, code) => {
  const answer = await border.get(path);
  expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([status, code]);
});
