/* Local time of gates: instants, days and offsets by IANA zone. */
import { IANAZone } from 'luxon';
import type { LocalClock, Weekday } from '#libs/truck-flow';

/* Wall clocks of the gates. Offsets come from the zone's own rules, never from a constant. */

const WEEKDAYS: readonly Weekday[] = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Offsets are remembered for a quarter of an hour; most begin at one, and a few, such as St. John's, within. */
const STEP = 15 * MINUTE;
const MAX_CACHED = 20_000;

const offsets = new Map<string, Map<number, number>>();

/**
 * Offset of a zone at an instant, in whole minutes east of UTC: local mean times, which had seconds, are cut to the
 * minute, for RFC 3339 cannot write them. @throws RangeError when the zone is unknown.
 */
export function offsetAt(zone: string, instant: number): number {
  let known = offsets.get(zone);
  if (known === undefined) {
    if (!IANAZone.isValidZone(zone)) throw new RangeError(`unknown time zone ${zone}`);
    known = new Map();
    offsets.set(zone, known);
  }
  const step = Math.floor(instant / STEP);
  let offset = known.get(step);
  if (offset === undefined) {
    if (known.size >= MAX_CACHED) known.clear();
    const begin = exactOffset(zone, step * STEP);
    offset = begin === exactOffset(zone, step * STEP + STEP) ? begin : Number.NaN;
    known.set(step, offset);
  }
  return Number.isNaN(offset) ? exactOffset(zone, instant) : offset;
}

function exactOffset(zone: string, instant: number): number {
  return Math.trunc(IANAZone.create(zone).offset(instant));
}

/** The zone's clock at an instant, as the UTC fields of a Date. */
function wallClock(zone: string, instant: number): Date {
  return new Date(instant + offsetAt(zone, instant) * MINUTE);
}

/**
 * Local date `2021-12-25` of an instant, so that days do not overlap: where clocks go back over midnight, a day begins
 * with its second midnight.
 */
export function localDay(zone: string, instant: number): string {
  const clock = wallClock(zone, instant);
  const date = dateOf(clock);
  return clock.getUTCHours() === 0 && instant < startOfDay(zone, date) ? shiftDay(date, -1) : date;
}

function dateOf(clock: Date): string {
  return clock.toISOString().slice(0, 10);
}

/** What four digits of a year can write, in UTC. */
const FIRST = Date.parse('0000-01-01T00:00:00.000Z');
const LAST = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * An instant as RFC 3339 with the zone's offset: `2021-12-25T23:59:59+07:00`; milliseconds only when there are any. In
 * UTC where the local year has no four digits, and the nearest instant that has them where UTC has not either.
 */
export function localText(zone: string, instant: number): string {
  const offset = offsetAt(zone, instant);
  const local = instant + offset * MINUTE;
  if (local < FIRST || local > LAST) {
    return `${secondsOf(Math.min(Math.max(instant, FIRST), LAST))}Z`;
  }
  const sign = offset < 0 ? '-' : '+';
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
  return `${secondsOf(local)}${sign}${twoDigits(hours)}:${twoDigits(minutes)}`;
}

function secondsOf(time: number): string {
  const text = new Date(time).toISOString();
  return text.endsWith('.000Z') ? text.slice(0, 19) : text.slice(0, 23);
}

function twoDigits(number: number): string {
  return number.toString(10).padStart(2, '0');
}

/** A stretch of time: `from` inclusive, `to` exclusive, in epoch milliseconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The instants between which a local date lasts; 23 or 25 hours where clocks are moved. */
export function dayBounds(zone: string, date: string): Span {
  return { from: startOfDay(zone, date), to: startOfDay(zone, dayAfter(date)) };
}

/** First instant of the local day after the one an instant lies in. */
export function endOfDay(zone: string, instant: number): number {
  return startOfDay(zone, dayAfter(localDay(zone, instant)));
}

/**
 * The instant a local date begins for good: midnight, the second where clocks go back over it, the end of the gap where
 * they skip it.
 * @throws RangeError when the text is no date.
 */
export function startOfDay(zone: string, date: string): number {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(midnight)) throw new RangeError(`not a date: ${date}`);
  const before = midnight - offsetAt(zone, midnight - 24 * HOUR) * MINUTE;
  const after = midnight - offsetAt(zone, midnight + 24 * HOUR) * MINUTE;
  if (before === after) return before;
  const [earlier, later] = before < after ? [before, after] : [after, before];
  const starts = (instant: number): boolean => dateOf(wallClock(zone, instant)) >= date;
  if (!starts(later - 1)) return later;
  return starts(earlier) ? earlier : firstWhere(starts, earlier, later);
}

/** The first instant of which `is` holds, between one of which it does not and one of which it does. */
function firstWhere(is: (instant: number) => boolean, no: number, yes: number): number {
  let [low, high] = [no, yes];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (is(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** The local date after this one. */
export function dayAfter(date: string): string {
  return shiftDay(date, 1);
}

/** The local date so many days later, or earlier when negative. */
export function shiftDay(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 24 * HOUR).toISOString().slice(0, 10);
}

/** The local dates of a range, `to` exclusive. */
export function daysOf(from: string, to: string): string[] {
  const days: string[] = [];
  for (let day = from; day < to; day = dayAfter(day)) days.push(day);
  return days;
}

/** The clock that a gate's staff read. */
export function clockOf(zone: string): LocalClock {
  return (instant) => {
    const local = wallClock(zone, instant);
    const text = local.toISOString();
    return {
      date: text.slice(0, 10),
      weekday: WEEKDAYS[local.getUTCDay()] ?? 'SUN',
      time: text.slice(11, 16),
    };
  };
}
