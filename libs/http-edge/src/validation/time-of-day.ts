import { pattern } from './fields';

/** Local time of day. */
export const IsTimeOfDay = pattern(
  'isTimeOfDay',
  /^([01][0-9]|2[0-3]):[0-5][0-9]$/u,
  'TIME_OF_DAY_INVALID',
  'must be HH:MM, 00:00 to 23:59',
);
/** Local time of day as an end: also `24:00`. */
export const IsEndTimeOfDay = pattern(
  'isEndTimeOfDay',
  /^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$/u,
  'TIME_OF_DAY_INVALID',
  'must be HH:MM, 00:00 to 24:00',
);
