import { IANAZone } from 'luxon';
import { field, FieldRule } from './fields';

const ZONE_NAME = /^[A-Za-z]+(\/[A-Za-z0-9_+-]+)+$|^UTC$/u;

/** An IANA zone this machine knows. */
export const IsTimeZone = (): PropertyDecorator =>
  field({
    name: 'isTimeZone',
    rule: new FieldRule(
      { type: 'string', maxLength: 64, pattern: ZONE_NAME.source },
      'TIME_ZONE_UNKNOWN',
      false,
    ),
    check: isTimeZone,
    must: 'must be an IANA time zone such as Asia/Ho_Chi_Minh',
  });

function isTimeZone(value: unknown): boolean {
  if (typeof value !== 'string' || !ZONE_NAME.test(value)) return false;
  return IANAZone.isValidZone(value);
}
