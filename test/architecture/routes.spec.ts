import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROUTE_ACCESS } from '../../apps/api/src/access/route-access';

/** Pages and probes that the API document does not describe. */
const UNDOCUMENTED = [
  'GET /',
  'GET /livez',
  'GET /readyz',
  'GET /startupz',
  'GET /openapi.json',
  'GET /docs',
  'GET /docs/favicon.png',
  'GET /docs/page.css',
  'GET /docs/page.js',
  'GET /docs/swagger-ui-bundle.js',
  'GET /docs/swagger-ui.css',
  'GET /metrics',
];

const shape = (route: string): string => route.replace(/:[^/]+|\{[^}]+\}/g, '*');

describe('the access table', () => {
  it('has a row for every documented route and no row without one', () => {
    const text = readFileSync(join(__dirname, '..', '..', 'openapi.json'), 'utf8');
    const { paths } = JSON.parse(text) as { paths: Record<string, Record<string, unknown>> };
    const documented = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => shape(`${method.toUpperCase()} ${path}`)),
    );
    const rows = Object.keys(ROUTE_ACCESS).filter((route) => !UNDOCUMENTED.includes(route));
    expect(documented.sort()).toEqual(rows.map(shape).sort());
  });
});
