import { startBorder } from './live-border';
import type { LiveBorder } from './live-border';

let border: LiveBorder;

beforeAll(async () => {
  border = await startBorder();
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
