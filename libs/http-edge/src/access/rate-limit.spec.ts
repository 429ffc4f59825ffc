import { RateLimit } from './rate-limit';

describe('rate limit', () => {
  test('counts a key up to its limit within a minute, and tells when to come back', () => {
    const limit = new RateLimit(2);
    expect([0, 1000, 2000, 59_500].map((now) => limit.hit('a', now))).toEqual([0, 0, 58, 1]);
    expect(limit.hit('b', 2000)).toBe(0);
    expect(limit.hit('a', 60_000)).toBe(0);
  });

  test('forgets the oldest of too many keys and goes on counting all others', () => {
    const limit = new RateLimit(1, 100);
    for (let key = 0; key < 100; key += 1) limit.hit(`key-${key}`, key);
    limit.hit('one too many', 100);
    expect(limit.hit('key-0', 101)).toBe(0);
    for (let key = 2; key < 100; key += 1) expect(limit.hit(`key-${key}`, 102)).toBe(60);
  });

  test('makes no room at the cost of a key that began a new window', () => {
    const limit = new RateLimit(1, 2);
    limit.hit('a', 0);
    limit.hit('b', 1_000);
    limit.hit('a', 60_000);
    limit.hit('c', 60_500);
    expect(limit.hit('a', 60_600)).toBeGreaterThan(0);
  });
});
