import { meaningOf, shownCategoryOf, STREAM_PREFIXES } from './categories';
import { CLAIMED } from './claim/events';

test('the streams of a shared store are those of claims and of our own machinery, too, and no others', () => {
  const shown = [
    'truckVisit-',
    'borderGate-',
    'yard-',
    'dedicatedDriver-',
    'gateQueue-',
    'legalBasis-',
    'policySet-',
    'tariff-',
    'feeAccount-',
  ];
  expect(STREAM_PREFIXES).toEqual([...shown, 'claim-', 'publisher-', 'damage-']);
});

test('a stream is shown by its category, and none of claims and machinery', () => {
  expect(shownCategoryOf('yard-truckVisit-1')?.name).toBe('yard');
  expect(['claim-1', 'damage-1', 'publisher-kafka', 'yard'].map(shownCategoryOf)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

test('a type that is not shown has no meaning', () => {
  expect(() => meaningOf(CLAIMED)).toThrow(/no meaning: its category.ts/);
});
