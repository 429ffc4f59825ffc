import { startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';

let border: ApiUnderTest;
let yards = 0;

beforeAll(async () => {
  border = await startApi();
});

afterAll(() => border.close());

const AT = '2021-12-20T08:00:00+07:00';
const NOW = '2021-12-25T19:00:00+07:00';

function bodyOf(yard: string, data: object = {}): object {
  const capacity = { min: 10, max: 20 };
  return { yard, gate: 'HUU_NGHI', name: 'Trial yard', capacity, tenure: 'TEMPORARY', at: AT, ...data };
}

/** A registered yard, and the event that registered it. */
async function register(): Promise<{ yard: string; eventId: string }> {
  const yard = await border.record('/yards', bodyOf(`TRIAL_YARD_${(++yards).toString()}`));
  const { events } = await border.store.readStream(`yard-${yard}`);
  return { yard, eventId: events[0]?.eventId ?? '' };
}

async function correct(
  { yard, eventId }: { yard: string; eventId: string },
  corrected: object,
  token?: string,
) {
  const body = { at: NOW, eventId, reason: 'INCORRECT_DATA', corrected };
  const answer = await border.post(`/yards/${yard}/correction`, body, token);
  return [answer.statusCode, answer.json<{ code?: string }>().code];
}

test('a corrected registration names a gate that is registered', async () => {
  const registered = await register();
  expect(await correct(registered, bodyOf(registered.yard, { gate: 'NOWHERE' }))).toEqual([
    404,
    'GATE_NOT_FOUND',
  ]);
  expect(await correct(registered, bodyOf(registered.yard, { gate: 'CHI_MA' }))).toEqual([200, undefined]);
});

test('nobody gives his yard to a gate that is not his', async () => {
  const registered = await register();
  const token = await border.token('gate-manager', { gates: ['HUU_NGHI'], yards: [registered.yard] });
  const body = bodyOf(registered.yard, { gate: 'CHI_MA' });
  expect(await correct(registered, body, token)).toEqual([404, 'GATE_NOT_FOUND']);
  const renamed = bodyOf(registered.yard, { name: 'Trial yard, north' });
  expect(await correct(registered, renamed, token)).toEqual([200, undefined]);
});

test('a correction is not corrected, whatever its body', async () => {
  const { yard, eventId } = await register();
  expect(await correct({ yard, eventId }, bodyOf(yard, { name: 'Another name' }))).toEqual([200, undefined]);
  const { events } = await border.store.readStream(`yard-${yard}`);
  const again = { yard, eventId: events[1]?.eventId ?? '' };
  expect(await correct(again, bodyOf(yard))).toEqual([409, 'CORRECTION_OF_CORRECTION']);
});
