import { DocumentedAnswers } from '../../testing/documented-answers';
import { parse } from '../../testing/csv-rows';
import { startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';

interface Corrections {
  readonly items: readonly Readonly<Record<string, unknown>>[];
  readonly nextCursor: string | null;
}

let border: ApiUnderTest;
let visitId: string;

beforeAll(async () => {
  border = await startApi();
  visitId = await border.arrive('2021-12-25T07:00:00+07:00', '12C-045.67');
  await border.step(visitId, 'customs-clearance', '2021-12-25T08:00:00+07:00', { declarationNumber: 'D-1' });
  const steps = (await border.get(`/truck-visits/${visitId}`)).json<{
    steps: { eventId: string; type: string }[];
  }>().steps;
  const customs = steps.find(({ type }) => type === 'truckVisit.CustomsCleared.v1');
  await border.step(visitId, 'correction', '2021-12-25T09:00:00+07:00', {
    eventId: customs?.eventId,
    reason: 'INCORRECT_DATA',
    corrected: { at: '2021-12-25T08:10:00+07:00', declarationNumber: '=D-2' },
  });
  const other = await border.arrive('2021-12-25T07:00:00+07:00', '15H-002.18', { gate: 'CHI_MA' });
  const [arrival] = (await border.get(`/truck-visits/${other}`)).json<{ steps: { eventId: string }[] }>()
    .steps;
  await border.step(other, 'correction', '2021-12-25T09:00:00+07:00', {
    eventId: arrival?.eventId,
    reason: 'DID_NOT_OCCUR',
  });
  await border.settle();
});

afterAll(() => border.close());

async function read(query: string, token?: string): Promise<Corrections> {
  return (await border.get(`/corrections${query}`, token)).json<Corrections>();
}

test('a correction is listed with what it corrects, before and after', async () => {
  const corrections = await read('?gate=HUU_NGHI');
  expect(DocumentedAnswers.of(border.app).faultsOf('/corrections', corrections)).toEqual([]);
  expect(corrections.items).toMatchObject([
    {
      gate: 'HUU_NGHI',
      visitId,
      type: 'truckVisit.CustomsCleared.v1',
      reason: 'INCORRECT_DATA',
      actor: { sub: 'gate-manager' },
      before: { data: { declarationNumber: 'D-1' } },
      after: { at: '2021-12-25T08:10:00+07:00', data: { declarationNumber: '=D-2' } },
    },
  ]);
});

test('they are paged, filtered by actor, and had as CSV', async () => {
  const first = await read('?limit=1');
  const second = await read(`?limit=1&cursor=${String(first.nextCursor)}`);
  expect([...first.items, ...second.items].map(({ gate }) => gate)).toEqual(['HUU_NGHI', 'CHI_MA']);
  expect(second.nextCursor).toBeNull();
  expect((await read('?actor=gate-manager')).items).toHaveLength(2);
  expect((await read('?actor=somebody')).items).toEqual([]);
  expect((await read('?from=2021-12-01&to=2021-12-02')).items).toEqual([]);
  const rows = parse((await border.get('/corrections?format=csv')).body);
  expect(JSON.parse(rows[0]?.['after'] ?? '')).toEqual({ declarationNumber: '=D-2' });
});

test('gate managers see those of their gates, managers and auditors all, others none', async () => {
  const gatesSeenBy = async (role: string, claims = {}) =>
    (await read('', await border.token(role, claims))).items.map(({ gate }) => gate);
  expect(await gatesSeenBy('gate-manager', { gates: ['CHI_MA'] })).toEqual(['CHI_MA']);
  expect(await gatesSeenBy('manager')).toEqual(['HUU_NGHI', 'CHI_MA']);
  expect(await gatesSeenBy('auditor')).toEqual(['HUU_NGHI', 'CHI_MA']);
  const operator = await border.token('gate-operator', { gates: ['CHI_MA'] });
  expect((await border.get('/corrections', operator)).statusCode).toBe(403);
  const manager = await border.token('gate-manager', { gates: ['CHI_MA'] });
  expect((await read('?gate=HUU_NGHI', manager)).items).toEqual([]);
});
