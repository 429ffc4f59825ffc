import fc from 'fast-check';
import { NotStorable, storableText, storableTexts } from './storable';

/** What a program may hand over by mistake beside plain JSON. */
const anything = fc.anything({
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withObjectString: true,
  withSparseArray: true,
  withBigInt: true,
});

function attempt(data: unknown): string | NotStorable {
  try {
    return storableText(data);
  } catch (error) {
    if (error instanceof NotStorable) return error;
    throw error;
  }
}

describe('storable text', () => {
  it('is the text that parsing and writing gives again, or there is none', () => {
    fc.assert(
      fc.property(fc.oneof(anything, fc.jsonValue()), (data) => {
        const text = attempt(data);
        if (text instanceof NotStorable) return;
        expect(JSON.stringify(JSON.parse(text))).toBe(text);
      }),
      { numRuns: 10_000 },
    );
  });

  it('gives back every value it takes, to the last member', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), anything), (data) => {
        const text = attempt(data);
        if (!(text instanceof NotStorable)) expect(JSON.parse(text)).toEqual(data);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['UNDEFINED', '/a/0', { a: [undefined] }],
    ['NOT_PLAIN', '/at', { at: new Date(0) }],
    ['NOT_PLAIN', '', new Map()],
    ['NOT_PLAIN', '/f', { f: () => 1 }],
    ['NOT_PLAIN', '/n', { n: 1n }],
    ['NOT_A_NUMBER', '/n', { n: Number.POSITIVE_INFINITY }],
    ['NEGATIVE_ZERO', '/n', { n: -0 }],
    ['UNSAFE_INTEGER', '/n', { n: 2 ** 53 }],
    ['INTEGER_KEY', '/hours/7', { hours: { 7: 'open' } }],
  ])('refuses %s at "%s"', (code, pointer, data) => {
    expect(attempt(data)).toMatchObject({ code, pointer });
  });

  it('refuses a value that contains itself', () => {
    const data: { self?: unknown } = {};
    data.self = data;
    expect(attempt(data)).toMatchObject({ code: 'TOO_DEEP' });
  });

  it.each([[''], ['a\u0000b'], ['a\nb'], ['\ud800']])('refuses the stream name %p', (stream) => {
    expect(() => storableTexts(stream, [], 0n)).toThrow(NotStorable);
  });
});
