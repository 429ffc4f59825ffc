import { startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';

let border: ApiUnderTest;

beforeAll(async () => {
  border = await startApi();
});

afterAll(() => border.close());

const AT = '2021-12-25T06:40:00+07:00';

async function register(data: object): Promise<[status: number, told: unknown]> {
  const pool = await border.token('driver-pool-operator', { gates: ['CHI_MA'] });
  const driver = { driverCode: 'CHI_MA-D77', pool: 'CHI_MA_POOL', gate: 'CHI_MA', at: AT, ...data };
  const answer = await border.post('/dedicated-drivers', driver, pool);
  const { events, code } = answer.json<{ events?: string[]; code?: string }>();
  return [answer.statusCode, events ?? code];
}

test('a driver is registered once; said twice is said once', async () => {
  expect(await register({})).toEqual([201, ['dedicatedDriver.Registered.v1']]);
  expect(await register({})).toEqual([200, []]);
  expect(await register({ pool: 'ANOTHER_POOL' })).toEqual([409, 'DRIVER_ALREADY_REGISTERED']);
});

test('a driver is registered only at a gate of the caller', async () => {
  expect(await register({ driverCode: 'HUU_NGHI-D77', gate: 'HUU_NGHI' })).toEqual([404, 'GATE_NOT_FOUND']);
});
