import { parse } from '../../testing/csv-rows';
import { DocumentedAnswers } from '../../testing/documented-answers';
import { startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';

interface Trucks {
  readonly items: readonly { readonly visitId: string; readonly tractor: { readonly plate: string } }[];
  readonly nextCursor: string | null;
}

const PLATES = ['12C-045.67', '15H-002.18', '51D-731.05'];
let border: ApiUnderTest;
let documented: DocumentedAnswers;

beforeAll(async () => {
  border = await startApi();
  documented = DocumentedAnswers.of(border.app);
  for (const [hour, plate] of PLATES.entries()) {
    const visitId = await border.arrive(`2021-12-25T0${hour + 6}:00:00+07:00`, plate);
    const entry = { yard: 'HUU_NGHI_YARD', spot: hour === 1 ? '=B7' : `A${hour}` };
    await border.step(visitId, 'yard-entry', `2021-12-25T0${hour + 6}:30:00+07:00`, entry);
    if (hour === 2)
      await border.step(visitId, 'yard-exit', '2021-12-25T10:00:00+07:00', { yard: 'HUU_NGHI_YARD' });
  }
  await border.record('/yards/HUU_NGHI_YARD/capacity', {
    at: '2021-12-25T12:00:00+07:00',
    capacity: { min: 1, max: 4 },
    tenure: 'TEMPORARY',
  });
  await border.settle();
});

afterAll(() => border.close());

test.each([
  ['2021-12-25T06:00:00+07:00', 0, { capacity: { min: 500, max: 700 }, tenure: 'PERMANENT' }, null],
  ['2021-12-25T09:00:00+07:00', 3, { capacity: { min: 500, max: 700 }, tenure: 'PERMANENT' }, 150],
  ['2021-12-25T13:00:00+07:00', 2, { capacity: { min: 1, max: 4 }, tenure: 'TEMPORARY' }, 390],
])('at %s stand %i trucks', async (at, present, inForce, minutes) => {
  const answer = await border.get(`/yards?at=${encodeURIComponent(at)}`);
  const { items, total } = answer.json<{ items: readonly { yard: string }[]; total: object }>();
  expect(documented.faultsOf('/yards', answer.json())).toEqual([]);
  expect(items.find(({ yard }) => yard === 'HUU_NGHI_YARD')).toMatchObject({ present, ...inForce });
  expect(total).toMatchObject({ present, oldest: minutes === null ? null : { minutes } });
});

test('the occupancy of a yard comes with its ratio and last days', async () => {
  const answer = await border.get('/yards/HUU_NGHI_YARD/occupancy');
  expect(documented.faultsOf('/yards/{yard}/occupancy', answer.json())).toEqual([]);
  expect(answer.json()).toMatchObject({
    yard: 'HUU_NGHI_YARD',
    name: 'Huu Nghi yard',
    gate: 'HUU_NGHI',
    tenure: 'TEMPORARY',
    present: 2,
    ratio: { atMax: 0.5, atMin: 2 },
    overCapacity: false,
    byStage: { ARRIVED: 2 },
    byCargoClass: { FRESH_PRODUCE: 2 },
  });
  const { history } = answer.json<{ history: readonly { date: string; max: number }[] }>();
  expect(history.map(({ date }) => date.slice(-2))).toEqual(['19', '20', '21', '22', '23', '24', '25']);
  expect(history.at(-1)?.max).toBe(3);
});

describe('the trucks in a yard', () => {
  const PATH = '/yards/HUU_NGHI_YARD/trucks';

  test('are listed by entry, page by page', async () => {
    const whole = (await border.get(PATH)).json<Trucks>();
    expect(documented.faultsOf('/yards/{yard}/trucks', whole)).toEqual([]);
    expect(whole.items.map((row) => row.tractor.plate)).toEqual(['12C04567', '15H00218']);
    const first = await border.get(`${PATH}?limit=1`);
    const { nextCursor } = first.json<Trucks>();
    const second = (await border.get(`${PATH}?limit=1&cursor=${String(nextCursor)}`)).json<Trucks>();
    expect([second.items.map((row) => row.tractor.plate), second.nextCursor]).toEqual([['15H00218'], null]);
  });

  test('are listed as of another time', async () => {
    const then = await border.get(`${PATH}?at=2021-12-25T09:30:00%2B07:00`);
    expect(then.json<Trucks>().items).toHaveLength(3);
    const ahead = await border.get(`${PATH}?at=2021-12-25T20:06:00%2B07:00`);
    expect(ahead.json<{ code: string }>().code).toBe('AT_IN_FUTURE');
  });

  test('are had as CSV, no cell a formula', async () => {
    const answer = await border.get(PATH, undefined, { accept: 'text/csv' });
    expect([answer.headers['content-type'], answer.headers.vary]).toEqual([
      'text/csv; charset=utf-8; header=present',
      'Origin, Accept, accept-encoding',
    ]);
    expect(parse(answer.body)).toMatchObject([
      { tractor: '12C04567', spot: 'A0', presentMinutes: '810', damaged: 'false' },
      { tractor: '15H00218', spot: "'=B7", presentMinutes: '750' },
    ]);
  });
});

test.each(['/yards/NO_SUCH_YARD/occupancy', '/yards/NO_SUCH_YARD/trucks'])(
  '%s is not found',
  async (path) => {
    const answer = await border.get(path);
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([404, 'YARD_NOT_FOUND']);
  },
);
