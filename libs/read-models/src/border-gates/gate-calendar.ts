import { ACT_NAMES, laneStretches } from '#libs/truck-flow';
import type { ActName, Gate, LaneStretch } from '#libs/truck-flow';
import { dayBounds, localDay, localText, startOfDay } from '../paging/local-time';
import { zoneOf } from '../places/gate-source';

/** What an act meant for one lane on one local day. Times are RFC 3339 with the gate's offset. */
export interface CalendarRow {
  readonly lane: string;
  /** Local date. */
  readonly day: string;
  readonly from: string;
  /** Exclusive; null when the act has no end. */
  readonly to: string | null;
  readonly act: ActName;
  readonly orderedBy: 'HOME' | 'FOREIGN' | null;
  readonly legalBasis: string | null;
}

export interface CalendarQuery {
  /** Local dates of the gate, `to` exclusive. */
  readonly from: string;
  readonly to: string;
  /** Epoch milliseconds: what was ordered later is left out. */
  readonly at: number;
}

/** The acts of a gate by local day, beginning and lane. */
export function gateCalendar(gate: Gate, { from, to, at }: CalendarQuery): CalendarRow[] {
  const zone = zoneOf(gate);
  const span = { from: startOfDay(zone, from), until: startOfDay(zone, to), known: at };
  return laneStretches(gate, span)
    .flatMap((stretch) => rowsOf(stretch, zone, span))
    .sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
}

function rowsOf(
  stretch: LaneStretch,
  zone: string,
  span: { readonly from: number; readonly until: number },
): CalendarRow[] {
  if (!stretch.lasts) return [rowOf(stretch, zone, stretch)];
  const rows: CalendarRow[] = [];
  const end = Math.min(stretch.until, span.until);
  for (let from = Math.max(stretch.from, span.from); from < end;) {
    const until = Math.min(end, dayBounds(zone, localDay(zone, from)).to);
    rows.push(rowOf(stretch, zone, { from, until }));
    from = until;
  }
  return rows;
}

function rowOf(
  { act, lane }: LaneStretch,
  zone: string,
  { from, until }: { readonly from: number; readonly until: number },
): CalendarRow {
  const { orderedBy = null, legalBasis = null } = act.data;
  return {
    lane,
    day: localDay(zone, from),
    from: localText(zone, from),
    to: until === Infinity ? null : localText(zone, until),
    act: ACT_NAMES[act.type],
    orderedBy,
    legalBasis,
  };
}
