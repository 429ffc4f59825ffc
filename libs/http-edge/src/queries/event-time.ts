import { Refusal } from '../problem/refusal';

const MAX_AHEAD_MS = 5 * 60_000;
/** No record is older; a device without a clock says 1900 or 1970. */
const FIRST_DATE = '2000-01-01';

/**
 * An event time, of the query or at `pointer` in a body. `time` and `now` are RFC 3339.
 * @throws Refusal AT_IN_FUTURE when it lies more than five minutes ahead, AT_IMPLAUSIBLE when its own date lies before
 * 2000-01-01.
 */
export function requireTime(time: string, now: string, pointer = ''): void {
  requirePlausible(time, pointer);
  if (Date.parse(time) - Date.parse(now) <= MAX_AHEAD_MS) return;
  const detail = `the time lies more than 5 minutes ahead of the server, which says ${now}`;
  throw Refusal.of('AT_IN_FUTURE', pointer, detail);
}

/** A time that may lie ahead. @throws Refusal AT_IMPLAUSIBLE */
export function requirePlausible(time: string, pointer: string): void {
  if (time.slice(0, FIRST_DATE.length) >= FIRST_DATE) return;
  throw Refusal.of('AT_IMPLAUSIBLE', pointer, `the time lies before ${FIRST_DATE}`);
}
