import { openApiDocument } from './document';
import { startBorder } from '../../../testing/live-border';
import type { LiveBorder } from '../../../testing/live-border';

/* What the document says of queries and headers is what the edge enforces: values are made from its limits, and those
   within must pass the edge, those beyond must be 400. */

interface Schema {
  readonly type?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema: Schema;
}

interface Operation {
  readonly parameters?: readonly Parameter[];
}

interface Sample {
  readonly within: readonly string[];
  readonly beyond: readonly string[];
}

/** Opaque, or held by specifications of their own. */
const ELSEWHERE = new Set(['cursor', 'If-Match', 'at']);
const EDGE_CODES = new Set([
  'QUERY_INVALID',
  'HEADER_INVALID',
  'IDEMPOTENCY_KEY_INVALID',
  'IDEMPOTENCY_KEY_MISSING',
]);
const REFUSED_BODY = { at: 'never' };

/** Texts at and beyond the ends of each pattern that the document knows. A new pattern has to come here. */
const OF_PATTERN: Readonly<Record<string, Sample>> = {
  '^[A-Z0-9_]{1,40}$': { within: ['A', 'Z9_'.padEnd(40, 'X')], beyond: ['', 'a', 'A-B', 'X'.repeat(41)] },
  '^[0-9]{1,18}$': { within: ['0'], beyond: ['-1', 'x', '1.5', '9'.repeat(19)] },
  '^[\\x21-\\x7e]{1,255}$': { within: ['!', '~'.repeat(255)], beyond: ['a b', 'é', 'k'.repeat(256)] },
  '^[\\x21-\\x7e]{1,64}$': { within: ['!', '~'.repeat(64)], beyond: ['a b', 'é', 'k'.repeat(65)] },
};

function sampleOf({ name, schema }: Parameter): Sample {
  if (schema.pattern !== undefined) return knownSample(name, OF_PATTERN[schema.pattern], schema.pattern);
  if (schema.enum !== undefined) return { within: schema.enum, beyond: ['', 'NONE_OF_THEM'] };
  if (schema.type === 'boolean') return { within: ['true', 'false'], beyond: ['', '1', 'TRUE'] };
  if (schema.format === 'date') return { within: ['2021-12-25'], beyond: ['', '2021-02-30', '25.12.2021'] };
  const { minimum, maximum, minLength, maxLength } = schema;
  if (minimum !== undefined && maximum !== undefined)
    return {
      within: [minimum, maximum].map(String),
      beyond: ['', 'x', ...[minimum - 1, maximum + 1].map(String)],
    };
  if (minLength !== undefined && maxLength !== undefined)
    return {
      within: ['7'.repeat(maxLength)],
      beyond: ['7'.repeat(minLength - 1), '7'.repeat(maxLength + 1)],
    };
  return knownSample(name, undefined, 'no limit at all');
}

function knownSample(name: string, sample: Sample | undefined, what: string): Sample {
  if (sample === undefined)
    throw new Error(`the document gives ${name} ${what}, of which no values are known`);
  return sample;
}

let border: LiveBorder;
let token: string;

beforeAll(async () => {
  border = await startBorder();
  token = await border.token('manager');
});

afterAll(() => border.close());

function operations(method: 'get' | 'post'): [string, readonly Parameter[]][] {
  const { paths } = openApiDocument(border.app) as unknown as {
    paths: Record<string, Record<string, Operation>>;
  };
  return Object.entries(paths).flatMap(([path, methods]) => {
    const parameters = methods[method]?.parameters?.filter(({ name }) => !ELSEWHERE.has(name)) ?? [];
    return methods[method] === undefined ? [] : [[path, parameters]];
  });
}

const addressOf = (path: string): string =>
  path
    .replace('{gate}', 'HUU_NGHI')
    .replace('{yard}', 'HUU_NGHI_YARD')
    .replace(/\{\w+\}/, '00000000-0000-4000-8000-000000000000');

test('query parameters are refused beyond the limits that the document gives them, and nowhere within', async () => {
  let sent = 0;
  for (const [path, parameters] of operations('get')) {
    if (path.endsWith('/stream')) continue;
    for (const parameter of parameters.filter((one) => one.in === 'query')) {
      const ask = async (value: string) => {
        sent += 1;
        const url = `${addressOf(path)}?${new URLSearchParams({ [parameter.name]: value }).toString()}`;
        const answer = await border.app.inject({ url, headers: { authorization: `Bearer ${token}` } });
        const { code = '' } = answer.statusCode === 400 ? answer.json<{ code?: string }>() : {};
        return [path, parameter.name, value, EDGE_CODES.has(code)];
      };
      const { within, beyond } = sampleOf(parameter);
      for (const value of within) expect(await ask(value)).toEqual([path, parameter.name, value, false]);
      for (const value of beyond) expect(await ask(value)).toEqual([path, parameter.name, value, true]);
    }
  }
  expect(sent).toBeGreaterThan(100);
});

test('headers of commands are refused beyond the limits that the document gives them, and nowhere within', async () => {
  const operator = await border.token('gate-operator', { gates: ['*'] });
  const [path, parameters] =
    operations('post').find(([one]) => one.endsWith('/customs-clearance')) ?? (['', []] as const);
  const headers = parameters.filter((one) => one.in === 'header');
  expect(headers.map(({ name }) => name).sort()).toEqual([
    'Device-Id',
    'Device-Sequence',
    'Idempotency-Key',
    'X-Correlation-Id',
    'X-Request-Id',
  ]);
  for (const parameter of headers) {
    const ask = async (value: string) => {
      const sent = { 'idempotency-key': 'k-1', 'device-id': 'd-1', [parameter.name.toLowerCase()]: value };
      const answer = await border.app.inject({
        method: 'POST',
        url: addressOf(path),
        headers: { authorization: `Bearer ${operator}`, 'content-type': 'application/json', ...sent },
        payload: REFUSED_BODY,
      });
      return [parameter.name, value, EDGE_CODES.has(answer.json<{ code: string }>().code)];
    };
    const { within, beyond } = sampleOf(parameter);
    for (const value of within) expect(await ask(value)).toEqual([parameter.name, value, false]);
    for (const value of beyond) expect(await ask(value)).toEqual([parameter.name, value, true]);
  }
});
