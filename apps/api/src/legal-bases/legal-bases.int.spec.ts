import { startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';
import { at, CALLS } from '../policies/policies.fixture';

const BASIS = {
  at: at(20),
  number: '12/QĐ-TEST',
  date: '2021-12-10',
  issuer: 'Test province',
  title: 'Order of the line',
  validFrom: '2021-12-12',
  validTo: '2021-12-31',
};

let border: ApiUnderTest;
let everywhere: string;
let atGate: string;

beforeEach(async () => {
  border = await startApi();
  everywhere = await border.token('gate-manager', { gates: ['*'] });
  atGate = await border.token('task-force', { gates: ['HUU_NGHI'] });
});

afterEach(() => border.close());

async function publish(body: object, token = everywhere) {
  const { statusCode, json } = await border.post('/policies', body, token);
  return { status: statusCode, ...json<Record<string, unknown>>() };
}

async function events(): Promise<number> {
  return (await border.store.readAll(-1n, 10_000)).length;
}

interface Rows {
  readonly items: readonly Readonly<Record<string, unknown>>[];
}

async function listed(): Promise<Rows['items']> {
  await border.settle();
  return (await border.get('/policies', everywhere)).json<Rows>().items;
}

describe('a legal basis', () => {
  const register = async (body: object) => {
    const { statusCode, json } = await border.post('/legal-bases', body, atGate);
    return { status: statusCode, ...json<Record<string, unknown>>() };
  };

  it('is registered under its number, once, and carries a policy on its days', async () => {
    expect(await register(BASIS)).toMatchObject({ status: 201, id: BASIS.number });
    expect(await register({ ...BASIS, at: at(21) })).toMatchObject({ status: 200, events: [] });
    expect(await register({ ...BASIS, title: 'Other' })).toMatchObject({
      status: 409,
      code: 'LEGAL_BASIS_ALREADY_REGISTERED',
    });
    const on = (effectiveFrom: string) => publish({ ...CALLS, legalBasis: BASIS.number, effectiveFrom });
    expect(await on('2022-01-01T00:00:00+07:00')).toMatchObject({ code: 'LEGAL_BASIS_NOT_IN_FORCE' });
    expect(await on('2021-12-31T16:59:59Z')).toMatchObject({ status: 201 });
  });

  it.each<[string, object, string]>([
    ['a date that does not exist', { ...BASIS, validFrom: '2021-02-29' }, '/validFrom'],
    ['days in the wrong order', { ...BASIS, validTo: '2021-12-11' }, '/validTo'],
    ['an unknown field', { ...BASIS, scope: 'all' }, '/scope'],
  ])('is refused with %s', async (_what, body, pointer) => {
    const before = await events();
    expect(await register(body)).toMatchObject({ status: 400, errors: [{ pointer }] });
    expect(await events()).toBe(before);
  });

  it('of the sources is there, and no policy is in force', async () => {
    await border.settle();
    const bases = (await border.get('/legal-bases', atGate)).json<Rows>().items;
    expect(bases).toContainEqual(
      expect.objectContaining({
        number: '2515/QĐ-UBND',
        date: '2021-12-25',
        validFrom: '2021-12-25',
        validTo: '2022-03-31',
        inForce: true,
      }),
    );
    expect(bases.find(({ number }) => number === 'GACC 248')).toMatchObject({ inForce: false });
    expect(await listed()).toEqual([]);
    const page = (await border.get('/legal-bases?limit=3', atGate)).json<Rows & { nextCursor: string }>();
    const rest = (await border.get(`/legal-bases?cursor=${page.nextCursor}`, atGate)).json<Rows>().items;
    expect([...page.items, ...rest]).toEqual(bases);
  });
});
