import { startApi } from './api-under-test';
import type { ApiUnderTest } from './api-under-test';

/* A cursor goes on with the list that gave it, and with no other. */

let border: ApiUnderTest;

beforeAll(async () => {
  border = await startApi();
  for (const [truck, hour] of [
    ['12C-301.01', '08'],
    ['12C-301.02', '09'],
    ['12C-301.03', '10'],
  ] as const) {
    const at = `2021-12-25T${hour}:00:00+07:00`;
    await border.arrive(at, truck, { place: 'HUU_NGHI_YARD' });
    await border.arrive(at, truck.replace('301', '302'), { gate: 'CHI_MA', place: 'CHI_MA_YARD' });
  }
  await border.settle();
});

afterAll(() => border.close());

interface Page {
  readonly items: readonly object[];
  readonly nextCursor: string | null;
  readonly code?: string;
}

async function read(path: string, more: string): Promise<Page & { readonly status: number }> {
  const answer = await border.get(`${path}${path.includes('?') ? '&' : '?'}${more}`);
  return { status: answer.statusCode, ...answer.json<Page>() };
}

async function cursorOf(path: string): Promise<string> {
  return String((await read(path, 'limit=1')).nextCursor);
}

const AT = 'at=2021-12-25T19:00:00%2B07:00';
const LISTS = [
  '/gate-boards/HUU_NGHI/queue',
  `/gate-boards/HUU_NGHI/queue?${AT}`,
  '/gate-boards/CHI_MA/queue',
  '/yards/HUU_NGHI_YARD/trucks',
  `/yards/HUU_NGHI_YARD/trucks?${AT}`,
  '/yards/CHI_MA_YARD/trucks',
  '/truck-visits',
  '/truck-visits?gate=HUU_NGHI',
  '/truck-visits?gate=CHI_MA',
  '/truck-visits?stage=ARRIVED',
  '/consignments',
  '/consignments?gate=HUU_NGHI',
  '/dedicated-drivers',
  '/dedicated-drivers?gate=HUU_NGHI',
  '/dedicated-drivers?available=true',
];

test.each(LISTS)('%s goes on with its own cursor only', async (list) => {
  const cursor = await cursorOf(list);
  const own = await read(list, `limit=2&after=0&cursor=${cursor}`);
  expect([own.status, own.items.length]).toEqual([200, 2]);
  for (const other of LISTS.filter((one) => one !== list)) {
    const { status, code } = await read(other, `cursor=${cursor}`);
    expect([other, status, code]).toEqual([other, 400, 'CURSOR_INVALID']);
  }
});

test('the order of the filters does not count', async () => {
  const cursor = await cursorOf('/truck-visits?gate=HUU_NGHI&stage=ARRIVED');
  expect((await read('/truck-visits?stage=ARRIVED&gate=HUU_NGHI', `cursor=${cursor}`)).status).toBe(200);
});

test('a cursor that was changed or cut short is refused', async () => {
  const cursor = await cursorOf('/truck-visits');
  const odd = [cursor.slice(1), cursor.slice(0, -1), cursor.slice(12), `${cursor}A`, cursor.toLowerCase()];
  for (const changed of odd) {
    const { status, code } = await read('/truck-visits', `cursor=${changed}`);
    expect([changed, status, code]).toEqual([changed, 400, 'CURSOR_INVALID']);
  }
});
