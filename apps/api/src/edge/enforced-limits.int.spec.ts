import { IDENTIFIER_PATTERN, openApiDocument } from '#libs/http-edge';
import { startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';

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
  [IDENTIFIER_PATTERN]: { within: [], beyond: ['.', '..', 'a\u0000b'] },
  '^[\\x21-\\x7e]{1,255}$': { within: ['!', '~'.repeat(255)], beyond: ['a b', 'é', 'k'.repeat(256)] },
  '^[\\x21-\\x7e]{1,64}$': { within: ['!', '~'.repeat(64)], beyond: ['a b', 'é', 'k'.repeat(65)] },
};

/** A limit of length leaves room for every spelling; what is spelt has a form of its own. */
const OF_NAME: Readonly<Record<string, readonly string[]>> = {
  plate: ['12C-345.67'],
  plateEnds: ['345.67'],
  container: ['CSQU 305438-3'],
};

function sampleOf({ name, schema }: Parameter): Sample {
  const samples = [ofPattern(name, schema), ofLength(schema), ofKind(schema)].filter(
    (one) => one !== undefined,
  );
  if (samples.length === 0) throw new Error(`the document gives ${name} no limit`);
  return {
    within: OF_NAME[name] ?? samples.flatMap(({ within }) => within),
    beyond: samples.flatMap(({ beyond }) => beyond),
  };
}

function ofPattern(name: string, { pattern }: Schema): Sample | undefined {
  if (pattern === undefined) return undefined;
  const sample = OF_PATTERN[pattern] ?? ofList(pattern);
  if (sample === undefined) throw new Error(`no values are known for ${pattern} of ${name}`);
  return sample;
}

/** `someOf`: codes with commas between them. */
function ofList(pattern: string): Sample | undefined {
  const [, one = ''] = /^\^\(([A-Z_|]+)\)\(,\(\1\)\)\*\$$/.exec(pattern) ?? [];
  const codes = one.split('|');
  if (one === '') return undefined;
  const beyond = ['', 'NONE_OF_THEM', `${codes.join(',')},`, codes.join(';')];
  return { within: [...codes, codes.join(',')], beyond };
}

function ofLength({ minLength, maxLength }: Schema): Sample | undefined {
  if (minLength === undefined || maxLength === undefined) return undefined;
  return { within: ['7'.repeat(maxLength)], beyond: ['7'.repeat(minLength - 1), '7'.repeat(maxLength + 1)] };
}

function ofKind({ enum: values, type, format, minimum, maximum }: Schema): Sample | undefined {
  if (values !== undefined) return { within: values, beyond: ['', 'NONE_OF_THEM'] };
  if (type === 'boolean') return { within: ['true', 'false'], beyond: ['', '1', 'TRUE'] };
  if (format === 'date') return { within: ['2021-12-25'], beyond: ['', '2021-02-30', '25.12.2021'] };
  if (minimum === undefined || maximum === undefined) return undefined;
  const beyond = ['', 'x', String(minimum - 1), String(maximum + 1)];
  return { within: [minimum, maximum].map(String), beyond };
}

let border: ApiUnderTest;
let token: string;

beforeAll(async () => {
  border = await startApi();
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
        // A range is a matter of two parameters.
        return [path, parameter.name, value, code !== '' && !code.startsWith('RANGE_')];
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
