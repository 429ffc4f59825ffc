import { PUBLISHED_TYPES } from './catalogue';

it.each(PUBLISHED_TYPES)(
  '$type says what it means in words, not by the name of a contract',
  ({ meaning }) => {
    expect(meaning).toMatch(/^[A-Z].*\.$/);
    expect(meaning).not.toMatch(/V\d\b/);
  },
);
