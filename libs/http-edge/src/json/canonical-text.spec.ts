import fc from 'fast-check';
import { canonicalText } from './canonical-text';

/** The same value with the keys of every object put in again in the order `order` gives. */
function reordered(value: unknown, order: (keys: string[]) => string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => reordered(item, order));
  if (typeof value !== 'object' || value === null) return value;
  const object = value as Readonly<Record<string, unknown>>;
  return Object.fromEntries(order(Object.keys(object)).map((key) => [key, reordered(object[key], order)]));
}

/** JSON without the keys that strict parsing refuses. */
const json = fc.jsonValue().filter((value) => !JSON.stringify(value).includes('__proto__'));

describe('canonical text', () => {
  test('does not tell the order of keys', () => {
    fc.assert(
      fc.property(json, (value) => {
        const expected = canonicalText(value);
        expect(canonicalText(reordered(value, (keys) => keys.toReversed()))).toBe(expected);
        expect(canonicalText(reordered(value, (keys) => keys.toSorted()))).toBe(expected);
      }),
    );
  });

  test('is a text of the value itself', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(JSON.parse(canonicalText(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test('tells the order of lists, and values from their texts', () => {
    expect(canonicalText([1, 2])).not.toBe(canonicalText([2, 1]));
    expect(canonicalText({ b: 1, a: '1' })).not.toBe(canonicalText({ b: '1', a: 1 }));
    expect(canonicalText({ b: null })).not.toBe(canonicalText({}));
  });

  test('uses the text at hand where it is in order', () => {
    expect(canonicalText({ a: [{ b: 1, c: 2 }] }, 'at hand')).toBe('at hand');
    expect(canonicalText({ a: [{ c: 2, b: 1 }] }, 'at hand')).toBe('{"a":[{"b":1,"c":2}]}');
  });

  test('is the same for keys that are numbers', () => {
    expect(canonicalText({ 10: 1, 9: 2, a: 3 })).toBe(canonicalText({ a: 3, 9: 2, 10: 1 }));
  });
});
