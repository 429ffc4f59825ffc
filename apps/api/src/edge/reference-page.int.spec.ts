import { DOCS_FILES } from '#libs/http-edge';
import { startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';

let border: ApiUnderTest;

beforeAll(async () => {
  border = await startApi({ PUBLIC_RATE_LIMIT: '1000' });
});

afterAll(() => border.close());

const get = (url: string, headers: Record<string, string> = {}) =>
  border.app.inject({ method: 'GET', url, headers });

test('/docs is a page without a script or a style of its own, and every file that it names is there', async () => {
  const page = await get('/docs');
  expect(page.headers['content-security-policy']).toContain(
    "default-src 'none'; script-src 'self'; style-src 'self'",
  );
  expect(page.body).not.toMatch(/<script>|<style|style=|\son\w+=|https?:/);
  const named = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path ?? '');
  expect(named).toHaveLength(Object.keys(DOCS_FILES).length);
  for (const path of named) expect([path, (await get(path)).statusCode]).toEqual([path, 200]);
  expect((await get('/docs/swagger-ui-bundle.js')).body).toContain('SwaggerUIBundle');
  expect((await get('/docs/package.json')).statusCode).toBe(404);
});

test.each([...Object.keys(DOCS_FILES), '/openapi.json'])(
  '%s is 304 for who has it, and small for who takes gzip',
  async (path) => {
    const first = await get(path);
    const again = await get(path, { 'if-none-match': String(first.headers.etag) });
    expect([again.statusCode, again.body]).toEqual([304, '']);
    const packed = await get(path, { 'accept-encoding': 'gzip, br' });
    expect(packed.headers).toMatchObject({
      'content-encoding': 'gzip',
      vary: expect.stringMatching(/accept-encoding/i) as string,
    });
    expect(packed.headers.etag).not.toBe(first.headers.etag);
  },
);

test('a reader who opens the page often is not refused its files', async () => {
  const small = await startApi({ PUBLIC_RATE_LIMIT: '2' });
  try {
    const statuses: number[] = [];
    for (const path of ['/docs', '/openapi.json', '/docs/page.js', '/docs/page.css', '/docs']) {
      statuses.push((await small.app.inject({ method: 'GET', url: path })).statusCode);
    }
    expect(statuses).toEqual([200, 200, 200, 200, 429]);
  } finally {
    await small.close();
  }
});
