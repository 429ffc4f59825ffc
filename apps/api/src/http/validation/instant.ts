const INSTANT =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.\d{1,9})?(?:Z|[+-]([01]\d|2[0-3]):([0-5]\d))$/;

const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * RFC 3339 with an offset, on a date that exists. `T` and `Z` are capital, seconds run to 59: a leap second has no
 * place in epoch time, and `24:00` is the next day.
 */
export function isInstant(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > 35) return false;
  const parts = INSTANT.exec(value);
  if (parts === null) return false;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return isCalendarDate(year, month, day) && hour < 24 && minute < 60 && second < 60;
}

export function isCalendarDate(year: number, month: number, day: number): boolean {
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = (DAYS_IN_MONTH[month - 1] ?? 0) + (leap ? 1 : 0);
  return year > 0 && day >= 1 && day <= days;
}
