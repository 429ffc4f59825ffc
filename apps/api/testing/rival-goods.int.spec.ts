import { ROUTE_ACCESS } from '../src/access/route-access';
import { startApi } from './api-under-test';
import type { ApiUnderTest } from './api-under-test';

/*
 * Who sees whose goods: a carrier all of its truck, an owner the truck's steps and its own goods. One truck carries
 * goods of three owners, hands them to another that holds goods of a fourth, and is corrected; a rival uses their id.
 * Nothing of the others stands in any answer that a company can get.
 */

const OWNERS = ['AN_PHU_FRUIT', 'BAC_NAM_TRADE', 'CAO_LAM_FOODS'] as const;
const RIVAL = 'RIVAL_EXPORT';
/** Its goods are on the truck that the others' goods come to. */
const AWAITING = 'DONG_DO_FARMS';
type Owner = (typeof OWNERS)[number] | typeof RIVAL | typeof AWAITING;

const EVERY_OWNER: readonly Owner[] = [...OWNERS, RIVAL, AWAITING];

/** What only this owner may read. */
const MARKS: Readonly<Record<Owner, readonly string[]>> = {
  AN_PHU_FRUIT: ['AN_PHU_FRUIT', 'AN-goods', 'AN-contract', 'AN_COMMODITY'],
  BAC_NAM_TRADE: ['BAC_NAM_TRADE', 'BAC-goods', 'BAC-contract', 'BAC_COMMODITY'],
  CAO_LAM_FOODS: ['CAO_LAM_FOODS', 'CAO-goods', 'CAO-contract', 'CAO_COMMODITY'],
  RIVAL_EXPORT: ['RIVAL_EXPORT', 'RIVAL-contract', 'RIVAL_COMMODITY'],
  DONG_DO_FARMS: ['DONG_DO_FARMS', 'DONG-goods', 'DONG-contract', 'DONG_COMMODITY'],
};
const SHARED_ID = 'LOT-1';

function goodsOf(owner: Owner): object[] {
  const name = owner.split('_')[0] ?? '';
  const described = {
    cargoClass: 'DRY',
    owner,
    commodity: `${name}_COMMODITY`,
    contractRef: `${name}-contract`,
  };
  return [
    { consignmentId: `${name}-goods`, ...described },
    { consignmentId: SHARED_ID, ...described },
  ];
}

interface VisitAnswer {
  readonly arrival: { readonly consignments: readonly object[] };
  readonly steps: readonly { readonly type: string; readonly body: { readonly consignments?: object[] } }[];
}

let border: ApiUnderTest;
let mixed: string;
let receiving: string;
let rival: string;

beforeAll(async () => {
  border = await startApi();
  const all = OWNERS.flatMap(goodsOf);
  mixed = await border.arrive('2021-12-25T06:00:00+07:00', '12C-045.67', {
    carrier: 'FIRST_HAULAGE',
    consignments: all,
  });
  receiving = await border.arrive('2021-12-25T06:10:00+07:00', '12C-077.77', {
    carrier: 'SECOND_HAULAGE',
    consignments: goodsOf(AWAITING),
  });
  rival = await border.arrive('2021-12-25T06:20:00+07:00', '12C-099.99', {
    consignments: goodsOf(RIVAL),
  });
  const seen = { observed: true, observation: 'seen at the scale' };
  await border.step(mixed, 'customs-clearance', '2021-12-25T07:00:00+07:00', { declarationNumber: 'D-1' });
  await border.step(mixed, 'transload', '2021-12-25T08:00:00+07:00', {
    yard: 'HUU_NGHI_YARD',
    toVehicle: { plate: '12C-077.77', country: 'VN', visitId: receiving },
    ...seen,
  });
  await border.settle();
  const { steps } = (await border.get(`/truck-visits/${mixed}`)).json<{ steps: { eventId: string }[] }>();
  await border.step(mixed, 'correction', '2021-12-25T19:00:00+07:00', {
    eventId: steps[0]?.eventId,
    reason: 'INCORRECT_DATA',
    corrected: {
      gate: 'HUU_NGHI',
      direction: 'EXPORT',
      at: '2021-12-25T05:50:00+07:00',
      tractor: { plate: '12C-045.67' },
      bodyType: 'REEFER_CONTAINER',
      carrier: 'FIRST_HAULAGE',
      consignments: all.toReversed(),
    },
  });
  await border.settle();
});

afterAll(() => border.close());

/** Every route that a company may call, with every object it may be asked for. */
function paths(): string[] {
  const ids: Readonly<Record<string, readonly string[]>> = {
    visitId: [mixed, receiving, rival],
    consignmentId: [SHARED_ID, ...EVERY_OWNER.map((owner) => `${owner.split('_')[0] ?? ''}-goods`)],
    gate: ['HUU_NGHI', 'CHI_MA'],
    ticket: ['3ZQWM4RE231NNNMS7ABERJ38SE'],
  };
  return Object.entries(ROUTE_ACCESS).flatMap(([route, access]) => {
    const [method, path = ''] = route.split(' ');
    const isOpen = access.kind === 'open' || 'company' in access.roles;
    if (method !== 'GET' || !isOpen || !path.startsWith('/api/v1/')) return [];
    const [, parameter] = /:([a-zA-Z]+)/.exec(path) ?? [];
    if (parameter === undefined) return [path];
    const known = ids[parameter];
    if (known === undefined) throw new Error(`say which ${parameter} a company asks for in ${path}`);
    const asked = known.map((id) => path.replace(`:${parameter}`, id));
    return path.endsWith('/audit-trail') ? [...asked, ...asked.map((one) => `${one}?proof=true`)] : asked;
  });
}

const READERS: readonly (readonly [company: string, sees: readonly Owner[]])[] = [
  ...EVERY_OWNER.map((owner) => [owner, [owner]] as const),
  ['FIRST_HAULAGE', OWNERS],
  ['SECOND_HAULAGE', [...OWNERS, AWAITING]],
  ['NOBODY', []],
];

describe.each(READERS)('%s', (company, sees: readonly Owner[]) => {
  test.each(['application/json', 'text/csv'])(
    'reads nothing of others in any answer, as %s',
    async (accept) => {
      const token = await border.token('company', { companies: [company] });
      const foreign = EVERY_OWNER.filter((one) => !sees.includes(one)).flatMap((one) => MARKS[one]);
      let answered = 0;
      for (const path of paths()) {
        const answer = await border.get(path.slice('/api/v1'.length), token, { accept });
        expect([path, answer.statusCode < 500]).toEqual([path, true]);
        // What was asked for stands in the answer's `instance`.
        const told = answer.statusCode === 200 ? answer.body : '';
        expect([path, foreign.filter((mark) => told.includes(mark))]).toEqual([path, []]);
        if (answer.statusCode === 200) answered += 1;
      }
      // As CSV only the trails of the two goods are had.
      expect(answered).toBeGreaterThanOrEqual(
        accept === 'application/json' ? 4 : company === 'NOBODY' ? 0 : 1,
      );
    },
  );
});

const TEXT: unknown = expect.any(String);

test.each(OWNERS)('%s reads its own goods in visit, search and trail', async (owner) => {
  const token = await border.token('company', { companies: [owner] });
  const visit = await border.get(`/truck-visits/${mixed}`, token);
  expect(visit.json()).toMatchObject({ arrival: { consignments: goodsOf(owner).toReversed() } });
  const found = (await border.get('/consignments', token)).json<{ items: { owner: string }[] }>().items;
  expect(found.map((one) => one.owner)).toEqual([owner, owner]);
  const trail = await border.get(`/consignments/${SHARED_ID}/audit-trail?proof=true`, token);
  const own = { consignments: goodsOf(owner) };
  expect(trail.json()).toMatchObject({
    items: [
      { visitId: mixed, data: own, corrections: [{ data: { corrected: {} } }], sealedText: null },
      { visitId: mixed, data: { declarationNumber: 'D-1' }, sealedText: TEXT },
      { visitId: mixed, data: { toVisitId: receiving }, sealedText: TEXT },
      { visitId: receiving, data: { ...own, fromVisitId: mixed }, sealedText: null },
    ],
  });
});

const STEPS_OF_RECEIVER = ['truckVisit.TruckArrived.v1', 'truckVisit.GoodsReceived.v1'];

test.each(OWNERS)(
  '%s reads of the truck that its goods came to the steps and its own goods',
  async (owner) => {
    const token = await border.token('company', { companies: [owner] });
    const visit = (await border.get(`/truck-visits/${receiving}`, token)).json<VisitAnswer>();
    expect(visit.steps.map(({ type }) => type)).toEqual(STEPS_OF_RECEIVER);
    expect(visit.arrival.consignments).toEqual([]);
    expect(visit.steps[1]?.body.consignments).toEqual(goodsOf(owner).toReversed());
  },
);

test('whose goods were there before reads nothing of those that came', async () => {
  const token = await border.token('company', { companies: [AWAITING] });
  const visit = (await border.get(`/truck-visits/${receiving}`, token)).json<VisitAnswer>();
  expect(visit.steps.map(({ type }) => type)).toEqual(STEPS_OF_RECEIVER);
  expect(visit.arrival.consignments).toEqual(goodsOf(AWAITING));
  expect(visit.steps[1]?.body.consignments).toEqual([]);
  expect((await border.get(`/truck-visits/${mixed}`, token)).statusCode).toBe(404);
});

test('an owner that carries too reads all of that truck', async () => {
  const token = await border.token('company', { companies: [RIVAL, 'FIRST_HAULAGE'] });
  const visit = (await border.get(`/truck-visits/${mixed}`, token)).json<VisitAnswer>();
  expect(visit.arrival.consignments).toHaveLength(6);
  const found = (await border.get('/consignments', token)).json<{ items: object[] }>();
  expect(found.items).toHaveLength(8);
});
