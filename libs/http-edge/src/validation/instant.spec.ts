import fc from 'fast-check';
import { canonicalInstant, isInstant } from './instant';

test.each([
  '2021-12-15T06:40:00+07:00',
  '2021-12-15T06:40:00Z',
  '2024-02-29T23:59:59.123456789-00:30',
  '2000-02-29T00:00:00+00:00',
  '2021-12-15t06:40:00z',
  '2021-12-15T06:40:00-00:00',
  '2021-12-15T06:40:00.12345678901234567890Z',
  '0000-01-01T06:40:00Z',
  '9999-12-31T23:59:59-23:59',
])('%s is an instant', (text) => {
  expect(isInstant(text)).toBe(true);
  expect(Number.isNaN(Date.parse(text))).toBe(false);
});

test.each([
  '2021-12-15T06:40:00',
  '2021-12-15 06:40:00+07:00',
  '2021-12-15T06:40+07:00',
  '2021-02-29T06:40:00Z',
  '1900-02-29T06:40:00Z',
  '2021-04-31T06:40:00Z',
  '2021-13-01T06:40:00Z',
  '2021-00-10T06:40:00Z',
  '2021-12-15T24:00:00Z',
  '2021-12-15T06:40:60+07:00',
  '2016-12-31T23:59:60+07:00',
  '2016-12-31T23:59:61Z',
  '2016-12-31T22:59:60Z',
  '2021-12-15T06:40:00+24:00',
  '2021-12-15T06:40:00+7',
  '2021-12-15T06:40:00.Z',
  '２021-12-15T06:40:00Z',
  '',
  1639525200000,
  null,
])('%s is none', (text) => {
  expect(isInstant(text)).toBe(false);
});

test.each([
  ['2021-12-15t06:40:00z', '2021-12-15T06:40:00Z'],
  ['2021-12-15t06:40:00.5+07:00', '2021-12-15T06:40:00.5+07:00'],
  ['2016-12-31T23:59:60Z', '2016-12-31T23:59:59.999Z'],
  ['2017-01-01t06:59:60.75+07:00', '2017-01-01T06:59:59.999+07:00'],
  ['1990-12-31T15:59:60-08:00', '1990-12-31T15:59:59.999-08:00'],
  ['2021-12-15T06:40:00.1234567891234Z', '2021-12-15T06:40:00.123456789Z'],
  ['2021-12-15T06:40:00-00:00', '2021-12-15T06:40:00-00:00'],
])('%s is spelled %s', (text, canonical) => {
  expect(isInstant(text)).toBe(true);
  expect(canonicalInstant(text)).toBe(canonical);
});

test('what is no instant is left to its refusal', () => {
  expect(canonicalInstant('2021-12-15t24:00:00z')).toBe('2021-12-15t24:00:00z');
});

test('one spelling is its own spelling, and the same instant', () => {
  const digits = fc.stringMatching(/^\d{0,14}$/);
  const text = fc
    .tuple(fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }), digits, fc.boolean())
    .map(([date, fraction, lower]) => {
      const seconds = date.toISOString().slice(0, 19);
      const spelled = `${seconds}${fraction === '' ? '' : `.${fraction}`}Z`;
      return lower ? spelled.toLowerCase() : spelled;
    });
  fc.assert(
    fc.property(text, (spelled) => {
      const once = canonicalInstant(spelled);
      expect(isInstant(once)).toBe(true);
      expect(canonicalInstant(once)).toBe(once);
      // Not by Date.parse, which misreads more than nine digits of a second.
      expect(new Date(once).toISOString().slice(0, 19)).toBe(spelled.toUpperCase().slice(0, 19));
      expect(Date.parse(once) % 1000).toBe(
        Number((spelled.split('.')[1] ?? '').replace(/z$/i, '').padEnd(3, '0').slice(0, 3)),
      );
    }),
  );
});
