import type { CommandEnvelope } from '#libs/http-edge';
import { VisitRecorder } from '#libs/recording';
import { startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';
import { at, OrderedLine } from '../../testing/ordered-line';
import { placeOf } from './line-place';

let border: ApiUnderTest;

beforeAll(async () => {
  border = await startApi();
  await new OrderedLine(border).publish('TAN_THANH');
});

afterAll(() => border.close());

/** Does a line of an import wait for all before it? The order takes force an hour before eight. */
async function isAlone(command: string, minute: number): Promise<boolean> {
  const body = { at: at(minute) };
  const envelope = { body, context: { command: { commandId: 'line-1' } } } as unknown as CommandEnvelope;
  const id = '0b6f6f0e-5b1c-4c55-9d7c-3f1f0f3a2b11';
  return (await placeOf(border.app.get(VisitRecorder), { command, id, envelope })).isAlone;
}

test('a call waits for all before it while an order is in force, and is waited for', async () => {
  expect(await isAlone('truck-visits/call-forward', -60)).toBe(true);
});

test('it runs beside others before an order takes force, and so does every other step of a visit', async () => {
  expect(await isAlone('truck-visits/call-forward', -61)).toBe(false);
  expect(await isAlone('truck-visits/yard-exit', 0)).toBe(false);
});
