import { IANAZone } from 'luxon';
import type { LocalClock, Weekday } from '#libs/truck-flow';

/* Wall clocks of the gates. Offsets come from the zone's own rules, never from a constant. */

const WEEKDAYS: readonly Weekday[] = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Every change of offset since 1972 happened at a full quarter of an hour of UTC. */
const STEP = 15 * MINUTE;
const MAX_CACHED = 20_000;

const offsets = new Map<string, Map<number, number>>();

/** Offset of a zone at an instant, in minutes east of UTC. @throws RangeError when the zone is unknown. */
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
    offset = IANAZone.create(zone).offset(step * STEP);
    known.set(step, offset);
  }
  return offset;
}

/** The zone's clock at an instant, as the UTC fields of a Date. */
function wallClock(zone: string, instant: number): Date {
  return new Date(instant + offsetAt(zone, instant) * MINUTE);
}

/** Local date `2021-12-25` of an instant. */
export function localDay(zone: string, instant: number): string {
  return wallClock(zone, instant).toISOString().slice(0, 10);
}

/** An instant as RFC 3339 with the zone's offset: `2021-12-25T23:59:59+07:00`; milliseconds only when there are any. */
export function localText(zone: string, instant: number): string {
  const offset = offsetAt(zone, instant);
  const text = new Date(instant + offset * MINUTE).toISOString();
  const seconds = text.endsWith('.000Z') ? text.slice(0, 19) : text.slice(0, 23);
  const sign = offset < 0 ? '-' : '+';
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
  return `${seconds}${sign}${twoDigits(hours)}:${twoDigits(minutes)}`;
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

/**
 * The first instant of a local date: midnight, or where the clocks skip midnight, the end of the gap.
 * @throws RangeError when the text is no date.
 */
export function startOfDay(zone: string, date: string): number {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(midnight)) throw new RangeError(`not a date: ${date}`);
  const before = midnight - offsetAt(zone, midnight - 24 * HOUR) * MINUTE;
  const after = midnight - offsetAt(zone, midnight + 24 * HOUR) * MINUTE;
  const [earlier, later] = before < after ? [before, after] : [after, before];
  const starts = (instant: number): boolean => localDay(zone, instant) >= date;
  if (starts(earlier)) return earlier;
  // Within a gap at midnight neither reading exists; the day begins where the clock jumps.
  let start = later;
  for (let step = later - STEP; step > earlier && starts(step); step -= STEP) start = step;
  return start;
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
