import { pattern } from '#libs/http-edge';

/** The code of a dedicated driver, e.g. `HUU_NGHI-D01`. */
export const IsDriverCode = pattern(
  'isDriverCode',
  /^[A-Z0-9_-]{1,40}$/u,
  'CODE_INVALID',
  'must be 1 to 40 of A-Z, 0-9, _ and -',
);
