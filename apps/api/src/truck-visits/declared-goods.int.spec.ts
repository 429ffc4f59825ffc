import { startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';
import { at } from '../../testing/fixture-2021-12-25';

/* What is said of goods, brokers, procedures and other gates stands in the record as it was said. */

const CLASSES = ['FRESH_PRODUCE', 'FROZEN_SEAFOOD', 'CHILLED', 'DRY', 'OTHER'] as const;
let border: ApiUnderTest;

beforeEach(async () => {
  border = await startApi();
});

afterEach(() => border.close());

interface Shown {
  readonly arrival: { readonly consignments: readonly object[] };
  readonly previousVisitId?: string;
  readonly stage: string;
  readonly steps: readonly { readonly type: string; readonly body: object }[];
}

async function visit(id: string): Promise<Shown> {
  await border.settle();
  return (await border.get(`/truck-visits/${id}`)).json();
}

test('goods are counted by their class on the board of the gate', async () => {
  for (const [number, cargoClass] of CLASSES.entries()) {
    const consignments = [{ consignmentId: `goods-${number}`, cargoClass }];
    await border.arrive(at('06:00'), `12C-001.1${number}`, { consignments });
  }
  await border.settle();
  const { items } = (await border.get('/gate-boards')).json<{
    items: { gate: string; byCargoClass: object }[];
  }>();
  const counts = Object.fromEntries(CLASSES.map((one) => [one, 1]));
  expect(items.find(({ gate }) => gate === 'HUU_NGHI')?.byCargoClass).toEqual(counts);
});

test('goods keep their origin, contract and form of trade, and that nobody buys them yet', async () => {
  const goods = {
    consignmentId: 'jackfruit-1',
    cargoClass: 'FRESH_PRODUCE',
    commodity: 'JACKFRUIT',
    originProvince: 'VN-53',
    owner: 'LONGAN_FRUIT',
    tradeForm: 'INFORMAL',
    contractRef: 'HD-88/2021',
    buyerKnown: false,
  };
  const id = await border.arrive(at('06:00'), '12C-001.10', { consignments: [goods] });
  expect((await visit(id)).arrival.consignments).toEqual([goods]);
});

test('a clearance names its broker, a disinfection the version of its procedure', async () => {
  const id = await border.arrive(at('06:00'), '12C-001.10');
  const cleared = { declarationNumber: 'D-1', customsBroker: 'LANG_SON_BROKERS' };
  await border.step(id, 'customs-clearance', at('07:00'), cleared);
  const cleaned = { targets: ['CABIN'], procedureVersion: '2021-12' };
  await border.step(id, 'disinfection', at('07:30'), cleaned);
  expect((await visit(id)).steps.slice(1).map(({ body }) => body)).toEqual([cleared, cleaned]);
});

test('a truck is sent on to another gate, and its next visit names the one before', async () => {
  const first = await border.arrive(at('06:00'), '12C-001.10');
  await border.step(first, 'diversion', at('07:00'), { reason: 'the yard is full', toGate: 'CHI_MA' });
  const next = await border.arrive(at('11:00'), '12C-001.10', { gate: 'CHI_MA', previousVisitId: first });
  expect((await visit(first)).stage).toBe('DIVERTED');
  expect((await visit(next)).previousVisitId).toBe(first);
});
