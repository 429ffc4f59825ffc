import { ROLES } from '#libs/platform';
import type { Role } from '#libs/platform';
import { startApi } from './api-under-test';
import type { ApiUnderTest } from './api-under-test';

/* Who may read what, for what every caller has of his own and what others have. */

type Question = 'visit' | 'trail' | 'gate' | 'occupancy' | 'trucks';
type Side = 'own' | 'other';

const GATE = { own: 'HUU_NGHI', other: 'TAN_THANH' };
const CLAIMS = { gates: ['HUU_NGHI'], yards: ['HUU_NGHI_YARD'], companies: ['OWN_FRUIT'] };
const visits: Record<Side, string> = { own: '', other: '' };

const QUESTIONS: Readonly<Record<Question, (side: Side) => string>> = {
  visit: (side) => `/truck-visits/${visits[side]}`,
  trail: (side) => `/consignments/${side}-goods/audit-trail`,
  gate: (side) => `/border-gates/${GATE[side]}`,
  occupancy: (side) => `/yards/${GATE[side]}_YARD/occupancy`,
  trucks: (side) => `/yards/${GATE[side]}_YARD/trucks`,
};
const NAMES = Object.keys(QUESTIONS) as Question[];

/** What a role may ask of what is its own; of what is another's only where it stands in `EVERYTHING`. */
const ASKS: Readonly<Record<Role, readonly Question[]>> = {
  'gate-operator': NAMES,
  'customs-officer': NAMES,
  'health-officer': NAMES,
  'border-guard': NAMES,
  'traffic-police': NAMES,
  'gate-manager': NAMES,
  'task-force': NAMES,
  integration: NAMES,
  'yard-operator': ['visit', 'occupancy', 'trucks'],
  'driver-pool-operator': [],
  company: ['visit', 'trail', 'gate'],
  manager: NAMES,
  auditor: NAMES,
};
const EVERYTHING: readonly Role[] = ['manager', 'auditor'];

/** Status and hours of every gate are told to companies too. */
function seesAll(role: Role, question: Question | 'pool'): boolean {
  return EVERYTHING.includes(role) || (role === 'company' && question === 'gate');
}

function expectedStatus(role: Role, question: Question, side: Side): number {
  if (!ASKS[role].includes(question)) return 403;
  return side === 'own' || seesAll(role, question) ? 200 : 404;
}

const MATRIX = ROLES.flatMap((role) =>
  NAMES.flatMap((question) =>
    (['own', 'other'] as const).map(
      (side) => [role, question, side, expectedStatus(role, question, side)] as const,
    ),
  ),
);

let border: ApiUnderTest;

beforeAll(async () => {
  border = await startApi();
  for (const side of ['own', 'other'] as const) {
    visits[side] = await border.arrive(
      '2021-12-25T06:40:00+07:00',
      side === 'own' ? '12C-045.67' : '12C-089.10',
      {
        gate: GATE[side],
        place: `${GATE[side]}_YARD`,
        consignments: [
          {
            consignmentId: `${side}-goods`,
            cargoClass: 'FRESH_PRODUCE',
            owner: side === 'own' ? 'OWN_FRUIT' : 'OTHER_FRUIT',
          },
        ],
      },
    );
  }
  await border.settle();
});

afterAll(() => border.close());

test.each(MATRIX)('%s asks for a %s of its %s: %i', async (role, question, side, status) => {
  const answer = await border.get(QUESTIONS[question](side), await border.token(role, CLAIMS));
  expect(answer.statusCode).toBe(status);
});

interface Rows {
  readonly items: readonly Readonly<Record<string, unknown>>[];
}

/** The lists with the field that tells whose a row is, and what it says on either side. */
const LISTS: readonly (readonly [
  path: string,
  field: string,
  mark: (side: Side) => string,
  of: Question | 'pool',
])[] = [
  ['/truck-visits', 'visitId', (side) => visits[side], 'visit'],
  ['/consignments', 'consignmentId', (side) => `${side}-goods`, 'trail'],
  ['/border-gates', 'gate', (side) => GATE[side], 'gate'],
  ['/yards', 'yard', (side) => `${GATE[side]}_YARD`, 'occupancy'],
  ['/dedicated-drivers', 'gate', (side) => GATE[side], 'pool'],
];

const LIST_MATRIX = ROLES.flatMap((role) =>
  LISTS.map(([path, field, mark, of]) => {
    const may =
      of === 'pool'
        ? role === 'driver-pool-operator' || (role !== 'company' && ASKS[role].includes('gate'))
        : ASKS[role].includes(of);
    const sees = !may ? 'nothing' : seesAll(role, of) ? 'both' : 'its own';
    return { role, path, field, mark, sees };
  }),
);

test.each(LIST_MATRIX)('$role lists $path and sees $sees', async ({ role, path, field, mark, sees }) => {
  const answer = await border.get(path, await border.token(role, CLAIMS));
  if (sees === 'nothing') {
    expect(answer.statusCode).toBe(403);
    return;
  }
  const marks = answer.json<Rows>().items.map((row) => row[field]);
  expect(['own', 'other'].map((side) => marks.includes(mark(side as Side)))).toEqual([true, sees === 'both']);
});

/** What one claim alone opens to an integration, which reads its scopes and nothing else. */
const BY_ONE_CLAIM: Readonly<Record<keyof typeof CLAIMS, readonly Question[]>> = {
  gates: NAMES,
  yards: ['visit', 'occupancy', 'trucks'],
  companies: ['visit', 'trail'],
};
const CLAIM_NAMES = Object.keys(BY_ONE_CLAIM) as (keyof typeof CLAIMS)[];

test.each(CLAIM_NAMES)('an integration with %s alone reads what lies in them', async (claim) => {
  const token = await border.token('integration', { [claim]: CLAIMS[claim] });
  for (const question of NAMES) {
    const own = (await border.get(QUESTIONS[question]('own'), token)).statusCode;
    expect([question, own]).toEqual([question, BY_ONE_CLAIM[claim].includes(question) ? 200 : 404]);
    expect((await border.get(QUESTIONS[question]('other'), token)).statusCode).toBe(404);
  }
  const visible = (await border.get('/truck-visits', token)).json<Rows>().items.map((row) => row['visitId']);
  expect([visible.includes(visits.own), visible.includes(visits.other)]).toEqual([true, false]);
});

test('an integration with yards alone lists those yards', async () => {
  const token = await border.token('integration', { yards: CLAIMS.yards });
  const yards = (await border.get('/yards', token)).json<Rows>().items.map(({ yard }) => yard);
  expect(yards).toEqual(CLAIMS.yards);
});

test.each(['/border-gates', '/yards', '/truck-visits'])('without claims %s is empty', async (path) => {
  const token = await border.token('gate-manager');
  expect((await border.get(path, token)).json<Rows>().items).toEqual([]);
});

test('a total covers what the caller may see', async () => {
  const present = async (token?: string) =>
    (await border.get('/yards', token)).json<{ total: { present: number; capacity: object } }>().total;
  expect(await present()).toMatchObject({ present: 2, capacity: { min: 2000, max: 2400 } });
  const own = await border.token('yard-operator', CLAIMS);
  expect(await present(own)).toMatchObject({ present: 1, capacity: { min: 500, max: 700 } });
});

test('a gate manager sees a yard that is his, also at a gate that is not', async () => {
  const token = await border.token('gate-manager', { gates: ['HUU_NGHI'], yards: ['TAN_THANH_YARD'] });
  const yards = (await border.get('/yards', token)).json<Rows>().items.map(({ yard }) => yard);
  expect(yards).toEqual(['HUU_NGHI_YARD', 'TAN_THANH_YARD']);
  expect((await border.get('/yards/TAN_THANH_YARD/trucks', token)).statusCode).toBe(200);
  expect((await border.get('/yards/CHI_MA_YARD/trucks', token)).statusCode).toBe(404);
});

test('a carrier sees the visit without owning the goods', async () => {
  const visitId = await border.arrive('2021-12-25T09:00:00+07:00', '12C-011.22', {
    carrier: 'LANG_SON_HAULAGE',
  });
  await border.settle();
  const carrier = await border.token('company', { companies: ['LANG_SON_HAULAGE'] });
  const items = (await border.get('/truck-visits', carrier)).json<Rows>().items;
  expect(items.map((row) => row['visitId'])).toEqual([visitId]);
  expect((await border.get('/consignments/goods-of-12C-011.22/audit-trail', carrier)).statusCode).toBe(200);
});

test('a yard operator sees a visit only while it stands in his yard', async () => {
  const visitId = await border.arrive('2021-12-25T10:00:00+07:00', '12C-033.44', { place: 'HUU_NGHI_YARD' });
  const token = await border.token('yard-operator', CLAIMS);
  await border.settle();
  expect((await border.get(`/truck-visits/${visitId}`, token)).statusCode).toBe(200);
  await border.step(visitId, 'yard-exit', '2021-12-25T11:00:00+07:00', { yard: 'HUU_NGHI_YARD' });
  await border.settle();
  expect((await border.get(`/truck-visits/${visitId}`, token)).statusCode).toBe(404);
});

describe('what is out of reach and what does not exist answer the same', () => {
  const UNKNOWN: Readonly<Record<Question, string>> = {
    visit: '/truck-visits/00000000-0000-4000-8000-000000000000',
    trail: '/consignments/no-such-goods/audit-trail',
    gate: '/border-gates/NO_SUCH_GATE',
    occupancy: '/yards/NO_SUCH_YARD/occupancy',
    trucks: '/yards/NO_SUCH_YARD/trucks',
  };

  test.each(NAMES)('%s', async (question) => {
    const token = await border.token('gate-operator', CLAIMS);
    const said = async (path: string) => {
      const { instance: _, ...problem } = (await border.get(path, token)).json<Record<string, unknown>>();
      return problem;
    };
    const other = await said(QUESTIONS[question]('other'));
    expect(other['status']).toBe(404);
    expect(await said(UNKNOWN[question])).toEqual(other);
  });
});
