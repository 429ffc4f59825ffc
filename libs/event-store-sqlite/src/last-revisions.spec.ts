import { LastRevisions } from './last-revisions';

test('keeps the later of two revisions, whoever tells it first', () => {
  const revisions = new LastRevisions();
  revisions.note('visit-1', 4n);
  revisions.note('visit-1', 3n);
  expect(revisions.of('visit-1')).toBe(4n);
  revisions.note('visit-1', 5n);
  expect(revisions.of('visit-1')).toBe(5n);
  expect(revisions.of('visit-2')).toBeUndefined();
});

test('forgets what was used longest ago, in whole generations, and never goes back', () => {
  const revisions = new LastRevisions();
  revisions.note('first', 7n);
  for (let index = 0; index < 10_000; index++) revisions.note(`filler-${index}`, 0n);
  expect(revisions.of('first')).toBe(7n);
  revisions.note('first', 6n);
  expect(revisions.of('first')).toBe(7n);
  for (let index = 0; index < 20_000; index++) revisions.note(`more-${index}`, 0n);
  expect(revisions.of('first')).toBeUndefined();
  expect(revisions.of('more-19999')).toBe(0n);
});
