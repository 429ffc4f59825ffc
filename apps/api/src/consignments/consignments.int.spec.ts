import { parse } from '../../testing/csv-rows';
import { DocumentedAnswers } from '../../testing/documented-answers';
import { startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';

interface Trail {
  readonly nextCursor: string | null;
  readonly items: readonly {
    readonly visitId: string;
    readonly eventId: string;
    readonly type: string;
    readonly hash: string;
    readonly previousHash: string | null;
    readonly corrections: readonly { readonly eventId: string; readonly type: string }[];
  }[];
}

const TRAIL = '/consignments/JACKFRUIT-7/audit-trail';
let border: ApiUnderTest;
let documented: DocumentedAnswers;
let first: string;
let second: string;

/** Jackfruit comes on one truck, whose container another truck that is on hand takes over and carries across. */
beforeAll(async () => {
  border = await startApi();
  documented = DocumentedAnswers.of(border.app);
  await border.record('/border-gates/HUU_NGHI/handover-mode', {
    at: '2021-12-01T00:00:00+07:00',
    mode: 'CONTAINER_CUT',
  });
  const goods = { cargoClass: 'FRESH_PRODUCE', commodity: 'JACKFRUIT', owner: 'LONG_AN_FRUIT' };
  first = await border.arrive('2021-12-20T06:40:00+07:00', '12C-045.67', {
    container: { number: 'CSQU3054383' },
    consignments: [{ consignmentId: 'JACKFRUIT-7', ...goods }],
  });
  second = await border.arrive('2021-12-20T07:00:00+07:00', '12C-077.77', {
    consignments: [{ consignmentId: 'EMPTY-1', cargoClass: 'OTHER' }],
  });
  await border.step(first, 'customs-clearance', '2021-12-20T08:00:00+07:00', {
    declarationNumber: '=305120+1',
  });
  await border.step(first, 'disinfection', '2021-12-20T09:00:00+07:00', {
    targets: ['CABIN'],
    procedureVersion: '2021-03',
  });
  await border.step(first, 'container-cut', '2021-12-20T10:00:00+07:00', {
    yard: 'HUU_NGHI_YARD',
    toTractor: { plate: '12C-077.77', country: 'VN', visitId: second },
  });
  await border.settle();
});

afterAll(() => border.close());

describe('a search for goods', () => {
  interface Found {
    readonly items: readonly { readonly consignmentId: string; readonly visits: readonly object[] }[];
  }
  const search = async (query: string) => (await border.get(`/consignments?${query}`)).json<Found>();

  test('shows their visits and where they are', async () => {
    const found = await search('owner=LONG_AN_FRUIT');
    expect(documented.faultsOf('/consignments', found)).toEqual([]);
    expect(found.items).toMatchObject([
      {
        consignmentId: 'JACKFRUIT-7',
        commodity: 'JACKFRUIT',
        visits: [
          { visitId: first, gate: 'HUU_NGHI', declarationNumber: '=305120+1', stage: 'TRANSFERRED' },
          { visitId: second, gate: 'HUU_NGHI', stage: 'ARRIVED' },
        ],
        location: { gate: 'HUU_NGHI' },
      },
    ]);
  });

  test.each([
    ['declarationNumber=%3D305120%2B1', ['JACKFRUIT-7']],
    ['gate=HUU_NGHI', ['EMPTY-1', 'JACKFRUIT-7']],
    ['gate=CHI_MA', []],
    ['from=2021-12-20&to=2021-12-21', ['EMPTY-1', 'JACKFRUIT-7']],
    ['to=2021-12-20', []],
    ['from=2021-12-21', []],
  ])('%s finds %j', async (query, ids) => {
    expect((await search(query)).items.map((one) => one.consignmentId)).toEqual(ids);
  });

  test.each([
    ['from=2021-12-20&to=2021-12-20', 'RANGE_EMPTY'],
    ['from=2021-01-01&to=2021-04-12', 'RANGE_TOO_LONG'],
    ['from=2021-02-30', 'QUERY_INVALID'],
    ['cursor=WzFd', 'CURSOR_INVALID'],
  ])('%s is refused with %s', async (query, code) => {
    const answer = await border.get(`/consignments?${query}`);
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([400, code]);
  });

  test('goes on where the page before ended', async () => {
    const one = await border.get('/consignments?limit=1');
    const { nextCursor, items } = one.json<Found & { nextCursor: string }>();
    const two = await search(`limit=1&cursor=${nextCursor}`);
    expect([...items, ...two.items].map((row) => row.consignmentId)).toEqual(['EMPTY-1', 'JACKFRUIT-7']);
  });
});

describe('an audit trail', () => {
  test('follows the goods from truck to truck', async () => {
    await border.step(second, 'yard-entry', '2021-12-20T11:00:00+07:00', { yard: 'HUU_NGHI_YARD' });
    await border.settle();
    const trail = (await border.get(TRAIL)).json<Trail>();
    expect(documented.faultsOf('/consignments/{consignmentId}/audit-trail', trail)).toEqual([]);
    expect(trail.items.map(({ visitId, type }) => [visitId === first ? 'first' : 'second', type])).toEqual([
      ['first', 'truckVisit.TruckArrived.v1'],
      ['first', 'truckVisit.CustomsCleared.v1'],
      ['first', 'truckVisit.Disinfected.v1'],
      ['first', 'truckVisit.ContainerCut.v1'],
      ['second', 'truckVisit.GoodsReceived.v1'],
      ['second', 'truckVisit.YardEntered.v1'],
    ]);
    const [arrival, customs] = trail.items;
    expect([arrival?.previousHash, customs?.previousHash]).toEqual([null, arrival?.hash]);
  });

  test('has corrections beside what they correct: inside it as JSON, after it as CSV', async () => {
    const before = (await border.get(TRAIL)).json<Trail>();
    const customs = before.items.find(({ type }) => type === 'truckVisit.CustomsCleared.v1');
    await border.step(first, 'correction', '2021-12-20T12:00:00+07:00', {
      eventId: customs?.eventId,
      reason: 'INCORRECT_DATA',
      corrected: { at: '2021-12-20T08:30:00+07:00', declarationNumber: '305121' },
    });
    await border.settle();
    const trail = (await border.get(TRAIL)).json<Trail>();
    expect(documented.faultsOf('/consignments/{consignmentId}/audit-trail', trail)).toEqual([]);
    const corrected = trail.items.find(({ eventId }) => eventId === customs?.eventId);
    expect(corrected?.corrections.map(({ type }) => type)).toEqual(['truckVisit.EventCorrected.v1']);

    const answer = await border.get(TRAIL, undefined, { accept: 'text/csv' });
    expect(answer.headers['content-type']).toContain('text/csv');
    expect(answer.headers['content-disposition']).toBe('attachment; filename="audit-trail.csv"');
    const rows = parse(answer.body);
    const place = rows.findIndex((row) => row['eventId'] === customs?.eventId);
    expect(rows[place + 1]).toMatchObject({
      eventId: corrected?.corrections[0]?.eventId,
      corrects: customs?.eventId,
      type: 'truckVisit.EventCorrected.v1',
      actor: 'gate-manager',
      source: 'OPERATOR',
    });
    expect(rows).toHaveLength(trail.items.length + 1);
    expect(JSON.parse(rows[place]?.['data'] ?? '')).toMatchObject({ declarationNumber: '=305120+1' });
  });

  test('longer than one answer goes on in the next, as CSV by its header', async () => {
    const whole = (await border.get(TRAIL)).json<Trail>();
    expect(whole.nextCursor).toBeNull();
    const page = await border.get(`${TRAIL}?limit=2`);
    const { items, nextCursor } = page.json<Trail>();
    const rest = (await border.get(`${TRAIL}?limit=500&cursor=${String(nextCursor)}`)).json<Trail>();
    expect([...items, ...rest.items]).toEqual(whole.items);
    expect([items.length, rest.nextCursor]).toEqual([2, null]);
    const csv = await border.get(`${TRAIL}?limit=2`, undefined, { accept: 'text/csv' });
    const link = /^<\/api\/v1([^>]+)>; rel="next"$/.exec(String(csv.headers['link']))?.[1] ?? '';
    const next = await border.get(link, undefined, { accept: 'text/csv' });
    const ids = [...parse(csv.body), ...parse(next.body)].map((row) => row['eventId']);
    expect(ids).toHaveLength(5);
    expect(new Set(ids).size).toBe(5);
  });

  test('of unknown goods is not found', async () => {
    const answer = await border.get('/consignments/NO-SUCH-GOODS/audit-trail');
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([404, 'NOT_FOUND']);
  });
});
