import { startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';

/* A second arrival of one tractor at one gate within two minutes is the first one. */

let border: ApiUnderTest;
let trucks = 0;
let plate = '';

beforeAll(async () => {
  border = await startApi();
});

afterAll(() => border.close());

beforeEach(() => {
  trucks += 1;
  plate = `12C-02${String(trucks).padStart(3, '0')}`;
});

const SEEN = { observed: true, observation: 'seen by the guard' };
const RECEIVER = { plate: '12C-777.77', country: 'VN' };
const IN_YARD = { yard: 'HUU_NGHI_YARD', ...SEEN };

const on25th = (time: string) => `2021-12-25T${time}:00+07:00`;

/** What a scan of this truck is answered with. */
async function scan(time: string, data: object = {}) {
  const answer = await border.post('/truck-visits', {
    gate: 'HUU_NGHI',
    direction: 'EXPORT',
    at: on25th(time),
    tractor: { plate },
    bodyType: 'BOX',
    consignments: [{ consignmentId: `goods-of-${plate}`, cargoClass: 'DRY' }],
    ...data,
  });
  const { id, events, code } = answer.json<{ id?: string; events?: string[]; code?: string }>();
  return { status: answer.statusCode, id, events, code };
}

async function arrivalEventOf(visitId: string): Promise<string> {
  const { events } = await border.store.readStream(`truckVisit-${visitId}`);
  return events[0]?.eventId ?? '';
}

/** Corrects the arrival of a visit; without `corrected` it did not occur. */
async function correct(visitId: string, corrected?: object): Promise<void> {
  const body = { gate: 'HUU_NGHI', direction: 'EXPORT', bodyType: 'BOX', tractor: { plate } };
  const consignments = [{ consignmentId: `goods-of-${plate}`, cargoClass: 'DRY' }];
  await border.record(`/truck-visits/${visitId}/correction`, {
    at: on25th('12:00'),
    eventId: await arrivalEventOf(visitId),
    ...(corrected === undefined
      ? { reason: 'DID_NOT_OCCUR' }
      : { reason: 'INCORRECT_DATA', corrected: { ...body, consignments, ...corrected } }),
  });
}

const firstAgain = (id: string) => ({ status: 200, id, events: [], code: undefined });

test('a truck on hand is scanned twice', async () => {
  const visitId = await border.arrive(on25th('08:00'), plate);
  expect(await scan('08:02')).toEqual(firstAgain(visitId));
  expect(await scan('08:03')).toMatchObject({ status: 409, code: 'ASSET_HAS_LIVE_VISIT' });
});

test.each([
  ['crossing', SEEN],
  ['container-cut', { ...IN_YARD, toTractor: RECEIVER }],
  ['container-lift', { ...IN_YARD, toVehicle: RECEIVER, container: { number: 'CSQU3054383' } }],
  ['transload', { ...IN_YARD, toVehicle: RECEIVER }],
  ['turn-back', { reason: 'papers' }],
  ['diversion', { reason: 'queue', toGate: 'CHI_MA' }],
  ['cancellation', { reason: 'typing error' }],
])('the second scan comes after the %s', async (step, data) => {
  const visitId = await border.arrive(on25th('08:00'), plate);
  await border.step(visitId, step, on25th('09:00'), data);
  expect(await scan('08:01')).toEqual(firstAgain(visitId));
  expect(await scan('07:58')).toEqual(firstAgain(visitId));
  expect((await scan('07:57')).status).toBe(201);
});

test('the second scan comes when a later visit has the truck', async () => {
  const visitId = await border.arrive(on25th('08:00'), plate);
  await border.step(visitId, 'crossing', on25th('09:00'), SEEN);
  const later = await border.arrive(on25th('14:00'), plate);
  expect(await scan('08:01')).toEqual(firstAgain(visitId));
  expect(await scan('14:01')).toEqual(firstAgain(later));
});

test('the second scan comes after arrivals of that minute that were refused', async () => {
  const trailer = { plate: `12R-02${String(trucks).padStart(3, '0')}` };
  await border.arrive(on25th('07:00'), '12C-444.44', { trailer });
  for (let i = 0; i < 5; i += 1)
    expect(await scan('08:00', { trailer })).toMatchObject({ status: 409, code: 'ASSET_HAS_LIVE_VISIT' });
  const visitId = await border.arrive(on25th('08:00'), plate);
  await border.step(visitId, 'crossing', on25th('09:00'), SEEN);
  await border.arrive(on25th('14:00'), plate);
  expect(await scan('08:00')).toEqual(firstAgain(visitId));
});

describe('a first arrival that was cancelled', () => {
  const goods = { consignments: [{ consignmentId: 'right-goods', cargoClass: 'FROZEN_SEAFOOD' }] };
  const cancelled = async (time: string) => {
    const visitId = await border.arrive(on25th('06:00'), plate);
    await border.step(visitId, 'cancellation', on25th(time), { reason: 'typing error' });
    return visitId;
  };

  test.each(['06:01', '06:02'])('is none for an arrival at %s, from the cancellation on', async (time) => {
    const visitId = await cancelled('06:01');
    const { status, id } = await scan(time, goods);
    expect(status).toBe(201);
    expect(id).not.toBe(visitId);
  });

  test('is one for a scan of before that comes late', async () => {
    const visitId = await cancelled('07:00');
    expect(await scan('06:00', { at: '2021-12-25T06:00:30+07:00' })).toEqual(firstAgain(visitId));
  });
});

test('another gate, or another tractor with the same trailer, is another arrival', async () => {
  const visitId = await border.arrive(on25th('08:00'), plate, { trailer: { plate: '12R-010.01' } });
  await border.step(visitId, 'crossing', on25th('09:00'), SEEN);
  const other = await scan('08:01', { tractor: { plate: '12C-666.66' }, trailer: { plate: '12R-010.01' } });
  expect(other.status).toBe(201);
  expect((await scan('08:01', { gate: 'TAN_THANH' })).status).toBe(201);
});

describe('a first arrival that was corrected', () => {
  test('away is none', async () => {
    const visitId = await border.arrive(on25th('08:00'), plate);
    await correct(visitId);
    expect((await scan('08:01')).status).toBe(201);
  });

  test('in its plate is the arrival of the right truck', async () => {
    const visitId = await border.arrive(on25th('08:00'), '12C-555.55');
    await correct(visitId, { at: on25th('08:00') });
    await border.step(visitId, 'crossing', on25th('13:00'), SEEN);
    expect(await scan('08:01')).toEqual(firstAgain(visitId));
    expect((await scan('08:01', { tractor: { plate: '12C-555.55' } })).status).toBe(201);
  });

  test('in its time is an arrival at the right time', async () => {
    const visitId = await border.arrive(on25th('08:00'), plate);
    await correct(visitId, { at: on25th('10:00') });
    await border.step(visitId, 'crossing', on25th('13:00'), SEEN);
    expect(await scan('10:01')).toEqual(firstAgain(visitId));
    expect((await scan('08:01')).status).toBe(201);
  });
});

test('an arrival reads no visit of another day but the last that had the truck', async () => {
  for (const day of ['21', '22', '23']) {
    const visitId = await border.arrive(`2021-12-${day}T08:00:00+07:00`, plate);
    await border.step(visitId, 'crossing', `2021-12-${day}T09:00:00+07:00`, SEEN);
  }
  const read = jest.spyOn(border.store, 'readStream');
  expect((await scan('08:00')).status).toBe(201);
  const visits = read.mock.calls.filter(([stream]) => stream.startsWith('truckVisit-'));
  // Its own, and the one that held the truck last.
  expect(visits).toHaveLength(2);
  read.mockRestore();
});

describe('a second scan that says more or other things', () => {
  const goods = { consignmentId: 'goods', cargoClass: 'DRY' };
  const first = { trailer: { plate: '12R-019.01' }, bodyType: 'BOX', consignments: [goods] };
  const warned = async (time: string, data: object) => {
    const answer = await border.post('/truck-visits', {
      gate: 'HUU_NGHI',
      direction: 'EXPORT',
      at: on25th(time),
      tractor: { plate },
      ...first,
      ...data,
    });
    const { id, events, warnings } = answer.json<{ id: string; events: string[]; warnings: object[] }>();
    return { status: answer.statusCode, id, events, warnings };
  };
  const differing = (...pointers: string[]) =>
    pointers.map((pointer) => ({ code: 'ARRIVAL_DIFFERS', pointer }));

  test('is the first one, with a warning for each pointer that differs', async () => {
    const visitId = await border.arrive(on25th('08:00'), plate, first);
    const again = { status: 200, id: visitId, events: [] };
    expect(await warned('08:01', {})).toEqual({ ...again, warnings: [] });
    const other = {
      trailer: { plate: '12R-019.02' },
      bodyType: 'HOT_BOX',
      carrier: 'CARRIER-1',
      container: { number: 'CSQU3054383' },
      consignments: [{ ...goods, cargoClass: 'CHILLED', owner: 'OWNER-1' }, goods],
    };
    expect(await warned('08:01', other)).toEqual({
      ...again,
      warnings: expect.arrayContaining(
        differing(
          '/trailer/plate',
          '/bodyType',
          '/carrier',
          '/container',
          '/consignments/0/cargoClass',
          '/consignments/0/owner',
          '/consignments/1',
        ),
      ) as object[],
    });
    await border.step(visitId, 'crossing', on25th('09:00'), SEEN);
  });

  test('under the id of the first, too', async () => {
    const visitId = '0b6bd1c0-59a4-4d0f-9d38-2f0f2b6f3c11';
    await border.arrive(on25th('08:00'), plate, { ...first, visitId });
    expect(await warned('08:02', { visitId, bodyType: 'TANK' })).toEqual({
      status: 200,
      id: visitId,
      events: [],
      warnings: differing('/bodyType'),
    });
    expect(await warned('08:03', { visitId, bodyType: 'TANK' })).toMatchObject({ status: 409 });
    await border.step(visitId, 'crossing', on25th('09:00'), SEEN);
  });
});
