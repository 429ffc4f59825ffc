import fc from 'fast-check';
import { Refusal } from '../problem/refusal';
import { referenceVerdict } from '../../testing/reference-json';
import { parseStrictBytes, parseStrictJson } from './strict-json';

function refusalOf(text: string | Buffer): { code: string; pointer: string | undefined } | undefined {
  try {
    parseStrictBytes(typeof text === 'string' ? Buffer.from(text, 'utf8') : text);
    return undefined;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { code: error.code, pointer: error.extra.errors?.[0]?.pointer };
  }
}

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

describe('strict JSON', () => {
  test.each([
    ['nothing', '', 'BODY_MISSING'],
    ['white space only', '  ', 'BODY_MALFORMED'],
    ['a byte order mark', '\ufeff{}', 'BODY_MALFORMED'],
    ['trailing data', '{} {}', 'BODY_MALFORMED'],
    ['a trailing comma', '{"a":1,}', 'BODY_MALFORMED'],
    ['a comment', '{/*x*/}', 'BODY_MALFORMED'],
    ['NaN', '{"a":NaN}', 'BODY_MALFORMED'],
    ['half a surrogate pair', '{"a":"\\ud83d"}', 'BODY_MALFORMED'],
    ['a key that is half a surrogate pair', '{"\\udc00":1}', 'BODY_MALFORMED'],
    ['33 levels', nested(33), 'BODY_TOO_DEEP'],
    ['20,000 brackets', nested(20_000), 'BODY_TOO_DEEP'],
  ])('%s is refused', (_what, text, code) => {
    expect(refusalOf(text)?.code).toBe(code);
  });

  test.each([
    ['a key that stands twice', '{"a":{"b":1,"b":1}}', 'KEY_DUPLICATE', '/a/b'],
    ['one key in two spellings', '{"a":1,"\\u0061":2}', 'KEY_DUPLICATE', '/a'],
    ['__proto__', '{"a":[{"__proto__":{"role":"admin"}}]}', 'KEY_FORBIDDEN', '/a/0/__proto__'],
    ['__proto__ in disguise', '{"\\u005f_proto__":1}', 'KEY_FORBIDDEN', '/__proto__'],
    ['constructor', '{"constructor":1}', 'KEY_FORBIDDEN', '/constructor'],
    ['prototype', '{"prototype":1}', 'KEY_FORBIDDEN', '/prototype'],
    ['2^53', '{"a":9007199254740992}', 'NUMBER_OUT_OF_RANGE', '/a'],
    ['a rounded integer', '[9007199254740993]', 'NUMBER_OUT_OF_RANGE', '/0'],
    ['infinity', '{"a":1e999}', 'NUMBER_OUT_OF_RANGE', '/a'],
    ['a large float', '{"a":1e+300}', 'NUMBER_OUT_OF_RANGE', '/a'],
    ['minus zero', '{"a":-0}', 'NUMBER_OUT_OF_RANGE', '/a'],
    ['a number too small to keep', '{"a":1e-999}', 'NUMBER_OUT_OF_RANGE', '/a'],
    ['a key with a slash and a tilde', '{"a/b~":-0}', 'NUMBER_OUT_OF_RANGE', '/a~1b~0'],
  ])('%s is refused with a pointer', (_what, text, code, pointer) => {
    expect(refusalOf(text)).toEqual({ code, pointer });
  });

  test('bytes that are not UTF-8 are refused', () => {
    expect(refusalOf(Buffer.from([0x22, 0xff, 0x22]))?.code).toBe('BODY_MALFORMED');
    expect(refusalOf(Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]))?.code).toBe('BODY_MALFORMED');
  });

  test('32 levels, pairs of surrogates, and the words of the prototype as values pass', () => {
    expect(refusalOf(nested(32))).toBeUndefined();
    expect(refusalOf('{"a":"\\ud83d\\ude9a","b":"constructor","c":"__proto__"}')).toBeUndefined();
  });

  test('bodies that differ only in white space have one text', () => {
    expect(parseStrictJson('{ "a" : [ 1.0, "x" ] }').text).toBe(parseStrictJson('{"a":[1,"x"]}').text);
  });

  test('agrees with the slow reference on texts made to be odd', () => {
    fc.assert(
      fc.property(oddText, (text) => {
        expect(refusalOf(text)?.code).toBe(referenceVerdict(text));
      }),
      { numRuns: 5000 },
    );
  });
});

const space = fc.constantFrom('', '', ' ', '\n\t');
const key = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('a', 'b', 'at', 'plate', '0', 'proto', 'Đ') },
  {
    weight: 1,
    arbitrary: fc.constantFrom('__proto__', 'constructor', 'prototype', '\\u0061', '\\ud800', 'a\\"b'),
  },
);
const number = fc.constantFrom(
  ...[
    '0',
    '-0',
    '-0.0',
    '1',
    '-1.5',
    '1E2',
    '1e21',
    '1e+21',
    '1e999',
    '1e-999',
    '0e5',
    '0.1',
    '9007199254740991',
  ],
  ...[
    '9007199254740992',
    '9007199254740993',
    '-9007199254740991',
    '123456789012345678',
    '1.0',
    '0.30000000000000004',
  ],
);
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 6 }).map((value) => JSON.stringify(value)),
  fc.constantFrom('"\\ud800"', '"\\ud83d\\ude9a"', '"\\u0000"', '"\\/"', '"1e+5"', '"{[["'),
);
const leaf = fc.oneof(number, text, fc.constantFrom('true', 'false', 'null'));
const { value: oddValue } = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc
      .array(fc.tuple(space, tie('value'), space), { maxLength: 4 })
      .map((items) => `[${items.map((parts) => parts.join('')).join(',')}]`),
    fc
      .array(fc.tuple(space, key, space, tie('value')), { maxLength: 4 })
      .map((items) => `{${items.map(([a, k, b, v]) => `${a}"${k}"${b}:${b}${v}`).join(',')}}`),
    fc
      .tuple(fc.integer({ min: 30, max: 34 }), tie('value'))
      .map(([n, v]) => '['.repeat(n) + v + ']'.repeat(n)),
  ),
}));
const oddText = fc.oneof(
  { weight: 9, arbitrary: oddValue },
  {
    weight: 1,
    arbitrary: fc.tuple(oddValue, fc.constantFrom(',', '}', 'x', '"', ' 1')).map((parts) => parts.join('')),
  },
);
