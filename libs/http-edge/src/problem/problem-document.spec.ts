import { languageOf, problemDocument, typeOf } from './problem-document';
import { edgeProblem, problemOf } from './problem-of';
import { Refusal } from './refusal';
import type { RefusalCatalogue } from './refusal-catalogue';

test.each<[string | undefined, string]>([
  [undefined, 'en'],
  ['', 'en'],
  ['*', 'en'],
  ['fr, de;q=0.8', 'en'],
  ['vi', 'vi'],
  ['vi-VN,vi;q=0.9,en;q=0.8', 'vi'],
  ['zh-CN,zh;q=0.9', 'zh'],
  ['en;q=0.3, zh;q=0.7', 'zh'],
  ['vi;q=0, en;q=0.1', 'en'],
  [`${'x,'.repeat(5000)}vi`, 'en'],
])('Accept-Language %s', (header, language) => {
  expect(languageOf(header)).toBe(language);
});

test('a problem keeps its type and code in every language', () => {
  const problem = edgeProblem(new Refusal('FORBIDDEN', 'd'));
  const [vi, zh] = (['vi', 'zh'] as const).map((language) =>
    problemDocument(problem, { instance: '/x', language }),
  );
  expect(vi).toMatchObject({ type: 'urn:truckflow:problem:forbidden', code: 'FORBIDDEN', status: 403 });
  expect([zh?.type, vi?.title === zh?.title]).toEqual([typeOf('FORBIDDEN'), false]);
});

describe('what stands behind the edge', () => {
  class GateClosed extends Error {}
  const title = { vi: 'Cửa đóng', zh: '口岸关闭', en: 'The gate is closed' };
  const catalogue: RefusalCatalogue = {
    kinds: { GATE_CLOSED: { status: 409, class: 'STATE', title } },
    refusalIn: (error) => {
      if (error instanceof GateClosed)
        return { code: error.message, detail: 'd', pointer: '/gate', extra: { gate: 'G' } };
      return error instanceof RangeError ? new Refusal('NOT_READY', 'not yet') : undefined;
    },
  };

  test('refuses with status and title of its catalogue, and names its field', () => {
    expect(problemOf(new GateClosed('GATE_CLOSED'), catalogue)).toEqual({
      status: 409,
      title,
      code: 'GATE_CLOSED',
      detail: 'd',
      members: { gate: 'G', errors: [{ pointer: '/gate', code: 'GATE_CLOSED', detail: 'd' }] },
    });
  });

  test.each([
    [new RangeError(), 'NOT_READY', 503],
    [new GateClosed('NO_SUCH_CODE'), 'INTERNAL_ERROR', 500],
    [new TypeError('a secret'), 'INTERNAL_ERROR', 500],
  ])('may also refuse as the edge does; what nobody knows is a fault: %s', (error, code, status) => {
    const problem = problemOf(error, catalogue);
    expect([problem.code, problem.status, JSON.stringify(problem).includes('secret')]).toEqual([
      code,
      status,
      false,
    ]);
  });
});
