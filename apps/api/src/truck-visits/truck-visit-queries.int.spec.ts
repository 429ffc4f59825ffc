import { DocumentedAnswers } from '../../testing/documented-answers';
import { startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';

interface Page {
  readonly items: readonly { readonly visitId: string; readonly arrivedAt: string }[];
  readonly nextCursor: string | null;
}

let border: ApiUnderTest;
let documented: DocumentedAnswers;
let visitId: string;

beforeAll(async () => {
  border = await startApi();
  documented = DocumentedAnswers.of(border.app);
  visitId = await border.arrive('2021-12-25T06:40:00+07:00', '12C-045.67', {
    place: 'HUU_NGHI_YARD',
    trailer: { plate: '12R-003.21' },
    container: { number: 'CSQU3054384' },
    driver: 'driver-417',
    carrier: 'LANG_SON_HAULAGE',
  });
  await border.step(visitId, 'customs-clearance', '2021-12-25T07:10:00+07:00', {
    declarationNumber: '305120',
  });
  await border.step(visitId, 'hold', '2021-12-25T08:00:00+07:00', { cause: 'INSPECTION' });
  for (const [minute, plate] of ['12C-100.01', '12C-100.02', '12C-100.03', '12C-100.04'].entries()) {
    await border.arrive(`2021-12-25T12:0${Math.floor(minute / 2)}:00+07:00`, plate, { gate: 'CHI_MA' });
  }
  await border.settle();
});

afterAll(() => border.close());

const page = async (query: string) => (await border.get(`/truck-visits${query}`)).json<Page>();

describe('a visit', () => {
  test('is shown with its steps, what is missing and what was odd about them', async () => {
    const answer = await border.get(`/truck-visits/${visitId}`);
    expect(documented.faultsOf('/truck-visits/{visitId}', answer.json())).toEqual([]);
    expect(answer.json()).toMatchObject({
      visitId,
      gate: 'HUU_NGHI',
      stage: 'CUSTOMS_CLEARED',
      onHand: true,
      held: true,
      holds: [{ cause: 'INSPECTION' }],
      yard: { yard: 'HUU_NGHI_YARD' },
      carriage: { tractor: { plate: '12C04567' }, trailer: { plate: '12R00321' } },
      missing: ['disinfection', 'handover'],
      warnings: [{ code: 'CONTAINER_CHECK_DIGIT', pointer: '/container/number' }],
      deviations: [],
    });
    const { steps, arrival } = answer.json<{
      steps: readonly { type: string; body: object }[];
      arrival: object;
    }>();
    expect(steps.map(({ type }) => type)).toEqual([
      'truckVisit.TruckArrived.v1',
      'truckVisit.CustomsCleared.v1',
      'truckVisit.HoldPlaced.v1',
    ]);
    expect(steps[1]?.body).toEqual({ declarationNumber: '305120' });
    expect(arrival).not.toHaveProperty('gateRevision');
  });

  test('has its revision as ETag, which a command may name', async () => {
    const stale = await border.get(`/truck-visits/${visitId}`);
    expect(stale.headers.etag).toBe(`"${stale.json<{ revision: string }>().revision}"`);
    const token = await border.token('gate-manager', { gates: ['*'] });
    const lift = (ifMatch: string, key: string) =>
      border.app.inject({
        method: 'POST',
        url: `/api/v1/truck-visits/${visitId}/hold-lift`,
        headers: { authorization: `Bearer ${token}`, 'idempotency-key': key, 'if-match': ifMatch },
        payload: { at: '2021-12-25T09:00:00+07:00', cause: 'INSPECTION' },
      });
    expect((await lift('"0"', 'lift-late')).statusCode).toBe(412);
    const lifted = await lift(String(stale.headers.etag), 'lift');
    expect(lifted.statusCode).toBe(200);
    const { position } = lifted.json<{ position: string }>();
    const fresh = await border.get(`/truck-visits/${visitId}?after=${position}`);
    expect(fresh.headers.etag).toBe(lifted.headers.etag);
    expect(fresh.json()).toMatchObject({ held: false, holds: [] });
  });

  test('that nobody recorded is not found', async () => {
    const answer = await border.get('/truck-visits/00000000-0000-4000-8000-000000000000');
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([404, 'VISIT_NOT_FOUND']);
    expect((await border.get('/truck-visits/not-an-id')).statusCode).toBe(404);
  });

  test('of a position that the log does not hold is refused', async () => {
    const answer = await border.get(`/truck-visits/${visitId}?after=999999`);
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([400, 'AFTER_BEYOND_LOG']);
  });
});

describe('a search', () => {
  test('answers what the document says', async () => {
    expect(documented.faultsOf('/truck-visits', await page(''))).toEqual([]);
  });

  test.each([
    ['plate=12c+045-67', 'in another spelling'],
    ['plate=12R00321', 'of the trailer'],
    ['container=csqu%203054384', 'of the container'],
    ['gate=HUU_NGHI', 'by gate'],
    ['stage=CUSTOMS_CLEARED', 'by stage'],
    ['gate=HUU_NGHI&stage=CUSTOMS_CLEARED&plate=12C04567', 'by all at once'],
  ])('%s finds the visit (%s)', async (query) => {
    expect((await page(`?${query}`)).items.map((row) => row.visitId)).toEqual([visitId]);
  });

  test.each([
    ['plate=%3F%3F', 'PLATE_UNREADABLE'],
    ['stage=QUEUED', 'QUERY_INVALID'],
    ['gate=huu-nghi', 'QUERY_INVALID'],
    ['plates=12C04567', 'QUERY_INVALID'],
    ['limit=501', 'QUERY_INVALID'],
    ['cursor=bm90IG91cnM', 'CURSOR_INVALID'],
    ['cursor=WyJhIiwiYiJd', 'CURSOR_INVALID'],
  ])('%s is refused with %s', async (query, code) => {
    const answer = await border.get(`/truck-visits?${query}`);
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([400, code]);
  });

  test('goes on where the page before ended, also between equal arrivals', async () => {
    const all = (await page('')).items.map((row) => row.visitId);
    expect(all).toHaveLength(5);
    const walked: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { items, nextCursor }: Page = await page(`?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
      walked.push(...items.map((row) => row.visitId));
      cursor = nextCursor;
    }
    expect(walked).toEqual(all);
  });

  test('shows the latest arrival first, in the time of its gate', async () => {
    const times = (await page('?gate=CHI_MA')).items.map((row) => row.arrivedAt);
    expect(times).toEqual([...times].sort().reverse());
    expect(times[0]).toBe('2021-12-25T12:01:00+07:00');
  });
});
