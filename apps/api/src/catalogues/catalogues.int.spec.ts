import { DocumentedAnswers } from '../../testing/documented-answers';
import { startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';
import { ROLES } from '#libs/platform';

let border: ApiUnderTest;
let documented: DocumentedAnswers;

beforeAll(async () => {
  border = await startApi();
  documented = DocumentedAnswers.of(border.app);
});

afterAll(() => border.close());

test('event types come with the command they are of and the schema of their data', async () => {
  const answer = await border.get('/event-types');
  expect(documented.faultsOf('/event-types', answer.json())).toEqual([]);
  const { items } = answer.json<{ items: readonly { type: string; data: object }[] }>();
  const crossed = items.find(({ type }) => type === 'truckVisit.BorderCrossed.v1');
  expect(crossed).toMatchObject({
    version: 1,
    route: 'POST /api/v1/truck-visits/{visitId}/crossing',
    command: 'truck-visits/crossing',
    data: { required: ['vehicle'], properties: { lane: { type: 'string' }, observed: { const: true } } },
  });
  expect(crossed?.data).not.toHaveProperty('properties.at');
});

test('rejection codes come with status, class and titles, as a refusal has them', async () => {
  const answer = await border.get('/rejection-codes');
  expect(documented.faultsOf('/rejection-codes', answer.json())).toEqual([]);
  const { items } = answer.json<{
    items: readonly { code: string; status: number; class: string; title: { zh: string } }[];
  }>();
  const refused = await border.get('/border-gates/NO_SUCH_GATE', undefined, { 'accept-language': 'zh' });
  const { code, status, title } = refused.json<{ code: string; status: number; title: string }>();
  expect(items.find((one) => one.code === code)).toMatchObject({
    status,
    class: 'UNKNOWN',
    title: { zh: title },
  });
  expect(new Set(items.map((one) => one.code)).size).toBe(items.length);
});

test.each(ROLES.map((role) => [role]))('%s may read both', async (role) => {
  const token = await border.token(role);
  const statuses = ['/event-types', '/rejection-codes'].map(
    async (path) => (await border.get(path, token)).statusCode,
  );
  expect(await Promise.all(statuses)).toEqual([200, 200]);
});

test('a parameter they do not know is refused', async () => {
  expect((await border.get('/event-types?category=yard')).statusCode).toBe(400);
});
