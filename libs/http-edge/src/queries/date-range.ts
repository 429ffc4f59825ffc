import { Refusal } from '../problem/refusal';

/** Local dates, `from` inclusive, `to` exclusive. */
export interface DateRange {
  readonly from: string;
  readonly to: string;
}

const MAX_DAYS = 100;
const DEFAULT_DAYS = 7;
const DAY_MS = 86_400_000;

/**
 * The days a query asks for. Without `to` it ends after `today` (the gate's local day), without `from` it begins
 * seven days before its end.
 * @throws Refusal RANGE_EMPTY, RANGE_TOO_LONG.
 */
export function dateRange(from: string | undefined, to: string | undefined, today: string): DateRange {
  const end = to ?? addDays(today, 1);
  const begin = from ?? addDays(end, -DEFAULT_DAYS);
  const days = (Date.parse(end) - Date.parse(begin)) / DAY_MS;
  if (days <= 0) throw new Refusal('RANGE_EMPTY', 'from lies before to, which is exclusive');
  if (days > MAX_DAYS) throw new Refusal('RANGE_TOO_LONG', `at most ${MAX_DAYS} days`);
  return { from: begin, to: end };
}

/** Calendar arithmetic on a local date; no zone is involved. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10);
}
