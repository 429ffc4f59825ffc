import { startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';
import { at, CALLS, ORDER } from './policies.fixture';

/* Policies that are refused, and that nothing is stored of. */

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

describe('nothing is stored of', () => {
  it.each<[string, object, number, string, string?]>([
    ['an unknown basis', { ...CALLS, legalBasis: '1/NO' }, 409, 'LEGAL_BASIS_UNKNOWN'],
    [
      'a basis that is not in force',
      { ...CALLS, legalBasis: '2515/QĐ-UBND' },
      409,
      'LEGAL_BASIS_NOT_IN_FORCE',
    ],
    ['an unknown gate', { ...CALLS, gate: 'NO_GATE' }, 404, 'GATE_NOT_FOUND'],
    [
      'an unknown yard',
      { ...CALLS, kind: 'GATE_YARD_TARGET', values: { yard: 'NO_YARD', target: 1 } },
      404,
      'YARD_NOT_FOUND',
    ],
    [
      'a yard of another gate',
      { ...CALLS, kind: 'GATE_YARD_TARGET', gate: 'CHI_MA', values: { yard: 'HUU_NGHI_YARD', target: 1 } },
      404,
      'YARD_NOT_FOUND',
    ],
    ['a reversed range', { ...CALLS, until: at(20) }, 400, 'EFFECTIVE_RANGE_EMPTY', '/until'],
    ['an unknown kind', { ...CALLS, kind: 'WEATHER' }, 400, 'BODY_INVALID', '/kind'],
    [
      'an unknown value',
      { ...CALLS, values: { missed: 'KEEP_PLACE', grace: 1 } },
      400,
      'BODY_INVALID',
      '/values/grace',
    ],
    ['values of another kind', { ...CALLS, values: ORDER.values }, 400, 'BODY_INVALID', '/values/missed'],
    [
      'a weight out of range',
      { ...ORDER, values: { ...ORDER.values, classes: [{ class: 'REST', weight: 101 }] } },
      400,
      'BODY_INVALID',
      '/values/classes/0/weight',
    ],
    [
      'a window out of range',
      { ...ORDER, values: { ...ORDER.values, window: 0 } },
      400,
      'BODY_INVALID',
      '/values/window',
    ],
    [
      'a last class that does not take the rest',
      { ...ORDER, values: { ...ORDER.values, classes: ORDER.values.classes.slice(0, 1) } },
      400,
      'POLICY_VALUES_INVALID',
      '/values/classes/0/when',
    ],
    [
      'a time without offset',
      { ...CALLS, effectiveFrom: '2021-12-21T00:00:00' },
      400,
      'BODY_INVALID',
      '/effectiveFrom',
    ],
  ])('%s', async (_what, body, ...[status, code, pointer]) => {
    const before = await events();
    const refused = await publish(body);
    expect(refused).toMatchObject({ status, code });
    if (pointer !== undefined)
      expect(
        (refused as { errors?: readonly { pointer: string }[] }).errors?.map((one) => one.pointer),
      ).toContain(pointer);
    expect(await events()).toBe(before);
  });

  it('an overlap, or another policy under a code that is taken', async () => {
    await publish(CALLS);
    const before = await events();
    expect(await publish({ ...CALLS, policy: 'OTHER' })).toMatchObject({
      status: 409,
      code: 'POLICY_OVERLAPS',
    });
    expect(await publish({ ...ORDER, policy: 'CALLS' })).toMatchObject({
      status: 409,
      code: 'POLICY_ALREADY_PUBLISHED',
    });
    expect(await events()).toBe(before);
  });

  it('what is outside the reach of the caller, or needs all gates', async () => {
    await publish(ORDER);
    await publish({ ...ORDER, policy: 'SOUTH', gate: 'CHI_MA' });
    await publish(CALLS);
    const before = await events();
    expect(await publish({ ...CALLS, gate: 'CHI_MA', policy: 'NEW' }, atGate)).toMatchObject({ status: 404 });
    expect(await publish({ ...CALLS, policy: 'NEW' }, atGate)).toMatchObject({ status: 404 });
    const withdrawal = (policy: string) =>
      border.post(`/policies/${policy}/withdrawal`, { at: at(24) }, atGate);
    const codes = await Promise.all(
      ['SOUTH', 'CALLS', 'NO_POLICY'].map(async (policy) => (await withdrawal(policy)).json<object>()),
    );
    expect(codes).toMatchObject(Array(3).fill({ status: 404, code: 'POLICY_NOT_FOUND' }));
    const operator = await border.token('gate-operator', { gates: ['*'] });
    expect(await publish({ ...CALLS, policy: 'NEW' }, operator)).toMatchObject({ status: 403 });
    expect(await events()).toBe(before);
    expect((await withdrawal('ORDER')).statusCode).toBe(200);
    await border.settle();
    const { items } = (await border.get('/policies', atGate)).json<{ items: { policy: string }[] }>();
    expect(items.map(({ policy }) => policy)).toEqual(['CALLS', 'ORDER']);
  });
});
