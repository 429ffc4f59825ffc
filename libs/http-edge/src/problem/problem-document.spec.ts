import { REJECTIONS } from '#libs/truck-flow';
import { EDGE_PROBLEMS } from './edge-codes';
import { languageOf, problemDocument, rejectionCatalogue, statusOf, typeOf } from './problem-document';

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

test('the catalogue lists every code once, with its class and a status that is no success', () => {
  const catalogue = rejectionCatalogue();
  const codes = catalogue.map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
  expect(codes.length).toBe(Object.keys(REJECTIONS).length + Object.keys(EDGE_PROBLEMS).length);
  for (const { status, title } of catalogue) {
    expect(status).toBeGreaterThanOrEqual(400);
    expect([title.vi, title.zh, title.en].every((text) => text.length > 0)).toBe(true);
  }
});

test('rules of the border are conflicts, malformed reports are not', () => {
  expect([statusOf('GATE_SUSPENDED'), statusOf('DRIVER_BUSY'), statusOf('ALREADY_CROSSING')]).toEqual([
    409, 409, 409,
  ]);
  expect([statusOf('PLATE_UNREADABLE'), statusOf('VISIT_NOT_FOUND')]).toEqual([400, 404]);
});

test('a problem keeps its type and code in every language', () => {
  const frame = { detail: 'd', instance: '/x' };
  const [vi, zh] = (['vi', 'zh'] as const).map((language) =>
    problemDocument('FORBIDDEN', { ...frame, language }),
  );
  expect(vi).toMatchObject({ type: 'urn:truckflow:problem:forbidden', code: 'FORBIDDEN', status: 403 });
  expect([zh?.type, vi?.title === zh?.title]).toEqual([typeOf('FORBIDDEN'), false]);
});
