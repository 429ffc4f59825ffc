import { DocumentedAnswers } from '../../testing/documented-answers';
import { startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';

let border: ApiUnderTest;
let visitId: string;

beforeAll(async () => {
  border = await startApi();
  visitId = await border.arrive(at('08:00'), '12C-300.01');
});

afterAll(() => border.close());

const at = (time: string) => `2021-12-25T${time}:00+07:00`;
const GATES = { gates: ['HUU_NGHI'] };
const manager = (claims: object = {}) =>
  border.token('gate-manager', { ...GATES, sub: 'hoa', agency: 'GATE_BOARD', ...claims });
const officer = (claims: object = {}) =>
  border.token('customs-officer', { ...GATES, sub: 'long', agency: 'CUSTOMS', ...claims });

interface Told {
  readonly id?: string;
  readonly code?: string;
  readonly events?: readonly string[];
}

async function post(act: string, body: object, token: string, gate = 'HUU_NGHI'): Promise<[number, Told]> {
  const answer = await border.post(`/border-gates/${gate}/order-override${act}`, body, token);
  const { id, code, events } = answer.json<Told>();
  return [answer.statusCode, code === undefined ? { id, events } : { code }] as [number, Told];
}

const request = (time: string, data: object = {}) => ({
  at: at(time),
  visitId,
  reason: 'oxygen for the hospital',
  legalBasis: '2515/QĐ-UBND',
  ...data,
});

test('an override is begun with an id of its own, and said twice is the first', async () => {
  const [status, told] = await post('', request('09:00'), await manager());
  expect([status, told.events]).toEqual([201, ['gateQueue.OverrideRequested.v1']]);
  expect(told.id).toMatch(/^[0-9a-f-]{36}$/);
  expect(told.id).not.toBe(visitId);
  expect(await post('', request('09:01'), await manager())).toEqual([200, { id: told.id, events: [] }]);
});

test('it is confirmed by another person of another agency only', async () => {
  const [, { id: override }] = await post('', request('09:10', { reason: 'livestock' }), await manager());
  const confirm = async (token: string) => post('-confirmation', { at: at('09:15'), override }, token);
  const refused = [409, { code: 'OVERRIDE_NEEDS_OTHER_AGENCY' }];
  expect(await confirm(await officer({ agency: 'GATE_BOARD' }))).toEqual(refused);
  expect(await confirm(await officer({ sub: 'hoa' }))).toEqual(refused);
  expect(await confirm(await officer({ agency: undefined }))).toEqual(refused);
  expect((await confirm(await manager()))[0]).toBe(403);
  const confirmed = [200, { id: override, events: ['gateQueue.OverrideConfirmed.v1'] }];
  expect(await confirm(await officer())).toEqual(confirmed);
  expect(await confirm(await officer())).toEqual([200, { id: override, events: [] }]);
  const rejected = [200, { id: override, events: ['gateQueue.OverrideRejected.v1'] }];
  expect(await post('-rejection', { at: at('09:20'), override }, await officer())).toEqual(rejected);
});

test('it is asked for by an agency, of a visit of that gate, and answered there', async () => {
  const none = await manager({ agency: undefined });
  expect(await post('', request('09:30'), none)).toEqual([409, { code: 'OVERRIDE_NEEDS_OTHER_AGENCY' }]);
  const unknown = request('09:30', { visitId: '0b6f6f0e-5b1c-4c55-9d7c-3f1f0f3a2b11' });
  expect(await post('', unknown, await manager())).toEqual([404, { code: 'VISIT_NOT_FOUND' }]);
  const both = { gates: ['HUU_NGHI', 'CHI_MA'] };
  expect(await post('', request('09:30'), await manager(both), 'CHI_MA')).toEqual([
    404,
    { code: 'VISIT_NOT_FOUND' },
  ]);
  expect(await post('', request('09:30'), await manager(), 'CHI_MA')).toEqual([
    404,
    { code: 'GATE_NOT_FOUND' },
  ]);
  const [, { id: override }] = await post('', request('09:40', { reason: 'elsewhere' }), await manager());
  expect(await post('-confirmation', { at: at('09:45'), override }, await officer(both), 'CHI_MA')).toEqual([
    409,
    { code: 'OVERRIDE_UNKNOWN' },
  ]);
});

test('it rests on a legal basis that is registered and in force that day', async () => {
  const words = (legalBasis: string) => request('09:50', { legalBasis });
  expect(await post('', words('1/NOWHERE'), await manager())).toEqual([409, { code: 'LEGAL_BASIS_UNKNOWN' }]);
});

test('those of a gate are listed for whoever asks, answers or oversees', async () => {
  await border.settle();
  const path = '/border-gates/HUU_NGHI/order-overrides';
  const answer = (await border.get(path, await officer())).json<{ items: Record<string, unknown>[] }>();
  expect(DocumentedAnswers.of(border.app).faultsOf('/border-gates/{gate}/order-overrides', answer)).toEqual(
    [],
  );
  expect(answer.items.map(({ reason, state }) => [reason, state])).toEqual([
    ['elsewhere', 'REQUESTED'],
    ['livestock', 'REJECTED'],
    ['oxygen for the hospital', 'REQUESTED'],
  ]);
  expect(answer.items[1]).toMatchObject({
    visitId,
    requestedAt: at('09:10'),
    requestedBy: { sub: 'hoa', agency: 'GATE_BOARD' },
    confirmedAt: at('09:15'),
    confirmedBy: { sub: 'long', agency: 'CUSTOMS' },
  });
  const then = await border.get(`${path}?at=${encodeURIComponent(at('09:16'))}`);
  expect(then.json<{ items: { state: string }[] }>().items.map(({ state }) => state)).toEqual([
    'CONFIRMED',
    'REQUESTED',
  ]);
  const operator = await border.token('gate-operator', GATES);
  expect((await border.get(path, operator)).statusCode).toBe(403);
  expect((await border.get('/border-gates/CHI_MA/order-overrides', await manager())).statusCode).toBe(404);
});
