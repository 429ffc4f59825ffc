import { openApiDocument } from '#libs/http-edge';
import { arrivalOf, startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';

/* While views are built, or nobody knows yet whether they are of this log: reads are refused, reports are not. */

const AT = '2021-12-25T08:00:00+07:00';

/** They read the log, or nothing. */
const WITHOUT_VIEWS = ['/feed', '/me', '/event-types', '/rejection-codes'];
const QUEUE = '/gate-boards/{gate}/queue';

let border: ApiUnderTest;
let visitId: string;

beforeAll(async () => {
  border = await startApi();
  visitId = await border.arrive(AT, '12C-810.01');
  await border.settle();
  border.views.reader.isDoubted = true;
});

afterAll(async () => {
  border.views.reader.isDoubted = false;
  await border.close();
});

/** Every read below /api/v1, and the queue in its other forms. */
function reads(): string[] {
  const paths = Object.entries(openApiDocument(border.app).paths).filter(([, { get }]) => get !== undefined);
  const routes = paths.map(([path]) => path.replace('/api/v1', ''));
  return [...routes, `${QUEUE}?format=csv`, `${QUEUE}?format=xlsx`];
}

function addressOf(route: string): string {
  return route
    .replace('{gate}', 'HUU_NGHI')
    .replace('{yard}', 'HUU_NGHI_YARD')
    .replace('{consignmentId}', 'goods-of-12C-810.01')
    .replace('{visitId}', visitId);
}

test('every read of views is to be asked again in two seconds, in whatever form', async () => {
  const routes = reads().filter((route) => !WITHOUT_VIEWS.includes(route));
  expect(routes.length).toBeGreaterThan(20);
  const answers = await Promise.all(
    routes.map(async (route) => {
      const { statusCode, headers, body } = await border.get(addressOf(route));
      const { code } = JSON.parse(body) as { code?: string };
      return [route, statusCode, code, headers['retry-after']];
    }),
  );
  expect(answers).toEqual(routes.map((route) => [route, 503, 'NOT_READY', '2']));
});

test('reports are recorded all the while, and what needs no view is answered', async () => {
  await border.step(visitId, 'customs-clearance', AT, { declarationNumber: '305120' });
  await border.step(visitId, 'call-forward', AT);
  const again = await border.post('/truck-visits', arrivalOf('12C-810.01', AT, { visitId }));
  expect(again.statusCode).toBe(200);
  for (const path of WITHOUT_VIEWS) expect([path, (await border.get(path)).statusCode]).toEqual([path, 200]);
});
