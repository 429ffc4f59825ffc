import { DocumentedAnswers } from '../../testing/documented-answers';
import { startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';

let border: ApiUnderTest;
let held: string;

const GOODS = [{ consignmentId: 'jackfruit', cargoClass: 'FRESH_PRODUCE', originProvince: 'VN-53' }];

beforeAll(async () => {
  border = await startApi();
  const place = 'HUU_NGHI_YARD';
  await border.arrive('2021-12-25T07:00:00+07:00', '12C-045.67', { place, carrier: 'ALPHA' });
  held = await border.arrive('2021-12-25T08:00:00+07:00', '15H-002.18', { place, consignments: GOODS });
  await border.step(held, 'hold', '2021-12-25T08:10:00+07:00', { cause: 'INSPECTION' });
  const gone = await border.arrive('2021-12-25T09:00:00+07:00', '29C-145.67', { place });
  await border.step(gone, 'cancellation', '2021-12-25T09:30:00+07:00', { reason: 'error' });
  await border.settle();
});

afterAll(() => border.close());

interface Answer {
  readonly code?: string;
  readonly detail?: string;
  readonly items: readonly { readonly tractor: { readonly plate: string }; readonly rank?: number }[];
}

async function ask(path: string): Promise<Answer> {
  return (await border.get(path)).json<Answer>();
}

async function platesAt(path: string): Promise<string[]> {
  const { items } = await ask(path);
  return items.map(({ tractor }) => tractor.plate).sort();
}

const QUEUE = '/gate-boards/HUU_NGHI/queue';

describe.each(['/truck-visits', QUEUE])('%s', (list) => {
  const whenGone = list === QUEUE ? [] : ['29C14567'];

  test.each<[string, readonly string[]]>([
    ['plateEnds=567', ['12C04567', ...whenGone]],
    ['plateEnds=45.67', ['12C04567', ...whenGone]],
    ['plateEnds=h-002.18', ['15H00218']],
    ['held=true', ['15H00218']],
    ['held=false', ['12C04567', ...whenGone]],
    ['stage=ARRIVED', ['12C04567', '15H00218']],
    ['stage=ARRIVED,CUSTOMS_CLEARED', ['12C04567', '15H00218']],
    ['carrier=ALPHA', ['12C04567']],
    ['originProvince=VN-53', ['15H00218']],
    ['originProvince=VN-53&held=false', []],
  ])('is filtered by %s', async (filter, plates) => {
    expect(await platesAt(`${list}?${filter}`)).toEqual([...plates].sort());
  });

  test.each(['plateEnds=67', 'stage=ARRIVED,GONE', 'stage=', 'stage=ARRIVED&stage=CROSSED', 'held=yes'])(
    'refuses %s',
    async (filter) => {
      expect((await ask(`${list}?${filter}`)).code).toBe('QUERY_INVALID');
    },
  );
});

test('a plate too short to be one is refused with the hint to plateEnds', async () => {
  const { code, detail } = await ask('/truck-visits?plate=04567');
  expect([code, detail]).toEqual(['QUERY_INVALID', expect.stringContaining('plateEnds')]);
  expect(await platesAt('/truck-visits?plate=12C-045.67')).toEqual(['12C04567']);
});

test('a filtered queue keeps the ranks of the whole', async () => {
  const { items } = await ask(`${QUEUE}?held=true`);
  expect(items.map(({ rank }) => rank)).toEqual([2]);
});

test('the movements of a yard are counted by local hour and day', async () => {
  const path = '/yards/HUU_NGHI_YARD/movements';
  const days = (await border.get(`${path}?from=2021-12-24&to=2021-12-26&step=day`)).json<{
    items: object[];
  }>();
  expect(days.items).toEqual([
    { day: '2021-12-24', entries: 0, exits: 0, present: 0 },
    { day: '2021-12-25', entries: 3, exits: 1, present: 2 },
  ]);
  const hours = await border.get(`${path}?from=2021-12-25&to=2021-12-26`);
  expect(hours.json<{ items: object[] }>().items.slice(7, 10)).toEqual([
    { hour: '2021-12-25T07:00:00+07:00', entries: 1, exits: 0, present: 1 },
    { hour: '2021-12-25T08:00:00+07:00', entries: 1, exits: 0, present: 2 },
    { hour: '2021-12-25T09:00:00+07:00', entries: 1, exits: 1, present: 2 },
  ]);
  const documented = DocumentedAnswers.of(border.app);
  expect(documented.faultsOf('/yards/{yard}/movements', hours.json())).toEqual([]);
  expect(hours.json<{ items: object[] }>().items).toHaveLength(21);
  const csv = await border.get(`${path}?from=2021-12-25&step=day&format=csv`);
  expect(csv.body).toBe('\ufeffday,entries,exits,present\r\n2021-12-25,3,1,2\r\n');
  for (const [query, code] of [
    ['from=2021-01-01&to=2021-12-01', 'RANGE_TOO_LONG'],
    ['from=2021-12-25&to=2021-12-25', 'RANGE_EMPTY'],
    ['step=week', 'QUERY_INVALID'],
  ]) {
    expect((await ask(`${path}?${query}`)).code).toBe(code);
  }
  expect((await ask('/yards/NO_YARD/movements')).code).toBe('YARD_NOT_FOUND');
});
