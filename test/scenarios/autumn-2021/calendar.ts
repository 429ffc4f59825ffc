/* Local time of the border (+07:00, no daylight saving) as whole seconds since 1970-01-01T00:00:00+07:00. */

export const MINUTE = 60;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const OFFSET = '+07:00';

/** Local midnight that begins a date `YYYY-MM-DD`. */
export function dayStart(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / 1000;
}

/** `YYYY-MM-DD` of a local time. */
export function dateOf(time: number): string {
  return new Date(time * 1000).toISOString().slice(0, 10);
}

/** RFC 3339 with the border's offset. */
export function rfc3339(time: number): string {
  return `${new Date(time * 1000).toISOString().slice(0, 19)}${OFFSET}`;
}

/** Local time of an RFC 3339 time in any offset, floored to the second. */
export function localTime(at: string): number {
  const instant = Date.parse(at);
  if (Number.isNaN(instant)) throw new RangeError(`not an RFC 3339 time: ${at}`);
  return Math.floor(instant / 1000) + 7 * HOUR;
}
