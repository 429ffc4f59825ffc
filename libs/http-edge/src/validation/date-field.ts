import { normalText } from '#libs/text';
import { field, FieldRule } from './fields';
import { isCalendarDate } from './instant';

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/u;

function isDate(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  const [, year, month, day] = DATE.exec(normalText(value)) ?? [];
  return isCalendarDate(Number(year), Number(month), Number(day));
}

/** A local date that exists, `YYYY-MM-DD`. */
export const IsDate = (): PropertyDecorator =>
  field({
    name: 'isDate',
    rule: new FieldRule(
      { type: 'string', format: 'date', pattern: DATE.source, spelling: 'text' },
      'DATE_INVALID',
      false,
    ),
    check: isDate,
    must: 'must be a date that exists, such as 2021-12-15',
  });
