import { DocumentedAnswers } from '../../testing/documented-answers';
import { startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';

interface Drivers {
  readonly items: readonly { readonly driverCode: string; readonly out?: object }[];
  readonly nextCursor: string | null;
}

let border: ApiUnderTest;
let visitId: string;

beforeAll(async () => {
  border = await startApi();
  visitId = await border.arrive('2021-12-25T06:40:00+07:00', '12C-045.67', { gate: 'CHI_MA' });
  await border.step(visitId, 'customs-clearance', '2021-12-25T07:00:00+07:00', {
    declarationNumber: '305120',
  });
  const cabin = { targets: ['CABIN'], procedureVersion: '2021-03' };
  await border.step(visitId, 'disinfection', '2021-12-25T07:30:00+07:00', cabin);
  await border.step(visitId, 'handover', '2021-12-25T08:00:00+07:00', { dedicatedDriver: 'CHI_MA-D02' });
  await border.settle();
});

afterAll(() => border.close());

const drivers = async (query: string) => (await border.get(`/dedicated-drivers?${query}`)).json<Drivers>();
const codes = async (query: string) => (await drivers(query)).items.map((driver) => driver.driverCode);

test('a driver who is out is shown with the visit and since when', async () => {
  const out = await drivers('gate=CHI_MA&available=false');
  expect(DocumentedAnswers.of(border.app).faultsOf('/dedicated-drivers', out)).toEqual([]);
  expect(out.items).toMatchObject([
    {
      driverCode: 'CHI_MA-D02',
      available: false,
      out: { visitId, since: '2021-12-25T08:00:00+07:00', overdue: false },
    },
  ]);
});

test('those who are in are the others of the gate', async () => {
  expect(await codes('gate=CHI_MA&available=true')).toEqual([
    'CHI_MA-D01',
    'CHI_MA-D03',
    'CHI_MA-D04',
    'CHI_MA-D05',
    'CHI_MA-D06',
  ]);
  expect(await codes('limit=500')).toHaveLength(15 + 22 + 6);
  expect(await codes('gate=NO_SUCH_GATE')).toEqual([]);
});

test('the list goes on where the page before ended', async () => {
  const { items, nextCursor } = await drivers('gate=CHI_MA&limit=4');
  const rest = await drivers(`gate=CHI_MA&limit=4&cursor=${String(nextCursor)}`);
  expect([items.length, rest.items.length, rest.nextCursor]).toEqual([4, 2, null]);
});

test('a driver who returned is in again', async () => {
  await border.step(visitId, 'crossing', '2021-12-25T09:00:00+07:00');
  await border.step(visitId, 'return', '2021-12-25T11:00:00+07:00');
  await border.settle();
  expect(await codes('available=false')).toEqual([]);
});
