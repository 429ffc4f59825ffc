const INSTANT =
  /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.\d+)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;
/** What most times are: one spelling already. */
const CANONICAL = /^\d{4}-\d\d-\d\dT\d\d:\d\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;

const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const MINUTE_MS = 60_000;

/**
 * RFC 3339 with an offset, on a date that exists. `24:00` is the next day. A sixtieth second is one only where leap
 * seconds are put: at the end of a month in UTC (RFC 3339 section 5.7).
 */
export function isInstant(value: unknown): value is string {
  if (typeof value !== 'string') return false;
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
  if (!isDayOfMonth(year, month, day) || hour >= 24 || minute >= 60) return false;
  return second < 60 || (second === 60 && endsMonth(value));
}

/** Does a minute end a month in UTC? */
function endsMonth(text: string): boolean {
  const end = new Date(Date.parse(withoutLeapSecond(text)) + 1);
  return end.getUTCDate() === 1 && end.getTime() % (24 * 60 * MINUTE_MS) === 0;
}

function withoutLeapSecond(text: string): string {
  return text.replace(/:60(?:\.\d+)?/, ':59.999').toUpperCase();
}

/**
 * The one spelling of an instant: `T` and `Z` in capitals, at most nine digits of a second, a leap second as :59.999 of
 * its minute, for epoch time has no place for it.
 */
export function canonicalInstant(text: string): string {
  if (CANONICAL.test(text) || !isInstant(text)) return text;
  return withoutLeapSecond(text).replace(/(\.\d{9})\d+/, '$1');
}

/** A date as bodies and queries may name it; year 0 has no day before it that four digits could write. */
export function isCalendarDate(year: number, month: number, day: number): boolean {
  return year > 0 && isDayOfMonth(year, month, day);
}

function isDayOfMonth(year: number, month: number, day: number): boolean {
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = (DAYS_IN_MONTH[month - 1] ?? 0) + (leap ? 1 : 0);
  return day >= 1 && day <= days;
}
