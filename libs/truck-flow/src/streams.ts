/**
 * Beginnings of the names of every stream this system keeps, those of its own machinery included. A store that is
 * shared with others shows these and no more, and takes no other: what is not listed here cannot be written there.
 */
export const STREAM_PREFIXES: readonly string[] = [
  'truckVisit-',
  'borderGate-',
  'yard-',
  'dedicatedDriver-',
  'claim-',
  'publisher-',
  'damage-',
];
