import { startApi } from './api-under-test';
import type { ApiUnderTest } from './api-under-test';

let border: ApiUnderTest;

beforeAll(async () => {
  border = await startApi();
});

afterAll(async () => {
  await border.close();
});

test('what a command recorded is in the views once they have settled', async () => {
  const visitId = await border.arrive('2021-12-25T06:40:00+07:00', '12C-045.67');
  await border.settle();
  const row = border.views.reader.db
    .prepare('SELECT gate, stage FROM truck_visits WHERE visit_id = ?')
    .get(visitId);
  expect({ ...row }).toEqual({ gate: 'HUU_NGHI', stage: 'ARRIVED' });
});
