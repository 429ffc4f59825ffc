import { arrivalOf, startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';

/* A truck with two containers, as its callers report and find it. */

const X = { number: 'CSQU3054383' };
const Y = { number: 'MSKU6011672' };
const Z = { number: 'MSCU6639870' };
const at = (time: string) => `2021-12-25T${time}:00+07:00`;
const toVehicle = { plate: '桂F12345', country: 'CN' };
const yard = 'HUU_NGHI_YARD';

let api: ApiUnderTest;

beforeEach(async () => {
  api = await startApi();
});

afterEach(async () => {
  await api.close();
});

const arrive = (plate: string, data: object) =>
  api.post('/truck-visits', arrivalOf(plate, at('06:40'), data));

async function ready(data: object = { containers: [X, Y] }): Promise<string> {
  const { id } = (await arrive('12C-045.67', data)).json<{ id: string }>();
  await api.post(`/truck-visits/${id}/customs-clearance`, { at: at('07:00'), declarationNumber: '1' });
  await api.post(`/truck-visits/${id}/disinfection`, {
    at: at('07:10'),
    targets: ['CABIN'],
    procedureVersion: '1',
  });
  return id;
}

async function shown(id: string): Promise<Readonly<Record<string, unknown>>> {
  await api.settle();
  return (await api.get(`/truck-visits/${id}`)).json();
}

it('is taken with both, shows both, and is found by either', async () => {
  const answer = await arrive('12C-045.67', { container: X, containers: [X, { number: 'msku 601167-2' }] });
  expect(answer.statusCode).toBe(201);
  const { id } = answer.json<{ id: string }>();
  const both = { container: X, containers: [X, Y] };
  expect(await shown(id)).toMatchObject({ arrival: both, carriage: both });
  for (const { number } of [X, Y]) {
    const found = (await api.get(`/truck-visits?container=${number}`)).json<{ items: object[] }>();
    expect(found.items).toEqual([expect.objectContaining({ visitId: id, ...both })]);
  }
  const taken = await arrive('12C-045.68', { container: Y });
  expect([taken.statusCode, taken.json<object>()]).toEqual([
    409,
    expect.objectContaining({ code: 'ASSET_HAS_LIVE_VISIT', asset: 'container', visitId: id }),
  ]);
});

it('says one container in one way, whichever field names it', async () => {
  const first = await arrive('12C-045.67', {
    visitId: '0b9f8d3e-7c1a-4e7e-9d58-6f1d1f0c0001',
    containers: [X],
  });
  const again = await arrive('12C-045.67', { visitId: '0b9f8d3e-7c1a-4e7e-9d58-6f1d1f0c0001', container: X });
  expect([first.statusCode, again.statusCode, again.json<{ events: unknown[] }>().events]).toEqual([
    201,
    200,
    [],
  ]);
  expect((await shown(first.json<{ id: string }>().id))['carriage']).not.toHaveProperty('containers');
});

it.each<[string, object, number, object]>([
  ['disagrees with itself', { container: Y, containers: [X, Y] }, 400, { code: 'CONTAINERS_DISAGREE' }],
  ['names one container twice', { containers: [X, X] }, 409, { code: 'ASSET_NAMED_TWICE' }],
  ['names three', { containers: [X, Y, Z] }, 400, { code: 'BODY_INVALID' }],
  ['names none', { containers: [] }, 400, { code: 'BODY_INVALID' }],
])('is refused where it %s', async (_, data, status, problem) => {
  const answer = await arrive('12C-045.67', data);
  expect([answer.statusCode, answer.json<object>()]).toEqual([status, expect.objectContaining(problem)]);
});

it('lets one be lifted or cut by its name, and goes on with the other', async () => {
  const id = await ready();
  const cut = { at: at('08:00'), yard, toTractor: toVehicle };
  const unnamed = await api.post(`/truck-visits/${id}/container-cut`, cut);
  expect(unnamed.json<object>()).toMatchObject({ code: 'CONTAINER_NOT_NAMED' });
  const named = await api.post(`/truck-visits/${id}/container-cut`, { ...cut, container: Y });
  expect([named.statusCode, named.json<{ warnings: unknown[] }>().warnings]).toEqual([200, []]);
  expect(await shown(id)).toMatchObject({
    stage: 'DISINFECTED',
    onHand: true,
    carriage: { tractor: { plate: '12C04567' }, container: X },
  });
  expect((await arrive('12C-045.68', { container: Y })).statusCode).toBe(201);
  expect((await arrive('12C-045.69', { container: X })).statusCode).toBe(409);
  const lift = { at: at('09:00'), yard, container: X, toVehicle };
  expect((await api.post(`/truck-visits/${id}/container-lift`, lift)).statusCode).toBe(200);
  expect((await shown(id))['carriage']).toEqual({ tractor: { plate: '桂F12345' }, container: X });
});

it('changes one of two and keeps its place; one that came with one gets no second', async () => {
  const change = (containers: object[]) => ({ at: at('08:00'), containers, reason: 'wrong container' });
  const id = await ready();
  expect((await api.post(`/truck-visits/${id}/vehicle-change`, change([X, Z]))).statusCode).toBe(200);
  expect((await shown(id))['carriage']).toMatchObject({ container: X, containers: [X, Z] });
  const single = (await arrive('12C-045.68', { container: Y })).json<{ id: string }>().id;
  const added = await api.post(
    `/truck-visits/${single}/vehicle-change`,
    change([Y, { number: 'TEMU6079348' }]),
  );
  expect([added.statusCode, added.json<object>()]).toEqual([
    409,
    expect.objectContaining({ code: 'CONTAINER_ADDED' }),
  ]);
});

it('may be corrected to two, and then has both', async () => {
  const { id } = (await arrive('12C-045.67', { container: X })).json<{ id: string }>();
  const [arrival] = (await shown(id))['steps'] as { eventId: string }[];
  const corrected = arrivalOf('12C-045.67', at('06:40'), { containers: [X, Y] });
  const body = { at: at('08:00'), eventId: arrival?.eventId, reason: 'INCORRECT_DATA', corrected };
  expect((await api.post(`/truck-visits/${id}/correction`, body)).statusCode).toBe(200);
  expect((await shown(id))['carriage']).toMatchObject({ containers: [X, Y] });
  expect((await arrive('12C-045.68', { container: Y })).json<object>()).toMatchObject({ visitId: id });
});
