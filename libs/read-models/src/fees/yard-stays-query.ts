/* Queries of a yard company: the stays in its yard with what they come to, and its revenue by day and tariff. */
import type { DatabaseSync } from 'node:sqlite';
import { chargedAt, dayNightsOf, feeLinesOf, linesWaived, sumOf } from '#libs/truck-flow';
import type { FeeLine, FeeRules, TariffKind, YardStay } from '#libs/truck-flow';
import { cursorOf, readCursor } from '../paging/cursor';
import { localDay, localText, startOfDay } from '../paging/local-time';
import { zoneOfYard } from '../yards/occupancy/yard-occupancy-query';
import { accountOf, chargedInYard, feeRules } from './charged-visits';
import type { FeeSources, Stretch, VisitCharged } from './charged-visits';

/** One stay in a yard, whole; `until` is null while it lasts. */
export interface YardStayRow {
  readonly visitId: string;
  readonly tractor: { readonly plate: string };
  /** RFC 3339 with the gate's offset. */
  readonly from: string;
  readonly until: string | null;
  /** Those that the stay began. */
  readonly dayNights: number;
  /** What they come to, whole VND. */
  readonly amount: number;
}

export interface YardRangeQuery {
  readonly yard: string;
  /** Local dates of the yard's gate, `to` exclusive. */
  readonly from: string;
  readonly to: string;
  /** Epoch milliseconds: nothing later counts. */
  readonly at: number;
}

export interface YardStaysQuery extends YardRangeQuery {
  readonly limit: number;
  readonly cursor?: string;
}

export interface YardStayPage {
  readonly items: readonly YardStayRow[];
  readonly nextCursor: string | null;
}

interface Found extends VisitCharged {
  readonly stay: YardStay;
}

/** The stays that fall into a range of days, by entry, then by visit. @throws CursorUnreadable */
export function yardStayPage(db: DatabaseSync, query: YardStaysQuery, source: FeeSources): YardStayPage {
  const { yard, at, limit, cursor } = query;
  const zone = zoneOfYard(source.yard(yard), source);
  const [since, behind] = cursor === undefined ? [-Infinity, ''] : placeIn(cursor);
  const stretch = stretchOf(zone, query);
  const found = chargedInYard(db, yard, stretch)
    .flatMap((one) => staysOf(one, yard, stretch, at))
    .filter(({ stay: { from }, visitId }) => from > since || (from === since && visitId > behind))
    .sort(byEntry);
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const rules = feeRules(db, source);
  return {
    items: page.map((one) => shown(one, rules, at, zone)),
    nextCursor: found.length > limit && last !== undefined ? cursorOf(last.stay.from, last.visitId) : null,
  };
}

function placeIn(cursor: string): [since: number, visitId: string] {
  return readCursor(cursor, 'number', 'string') as [number, string];
}

function byEntry(a: Found, b: Found): number {
  return a.stay.from - b.stay.from || (a.visitId < b.visitId ? -1 : 1);
}

/** What begins after `at` is not known yet. */
function stretchOf(zone: string, { from, to, at }: YardRangeQuery): Stretch {
  return { from: startOfDay(zone, from), until: Math.min(startOfDay(zone, to), at + 1) };
}

function staysOf(
  { visitId, charged }: VisitCharged,
  yard: string,
  { from, until }: Stretch,
  at: number,
): Found[] {
  const isWithin = (stay: YardStay): boolean =>
    stay.yard === yard && stay.from < until && (stay.from >= from || (stay.until ?? Infinity) > from);
  const known = chargedAt(charged, at);
  return (known?.stays ?? []).filter(isWithin).map((stay) => ({ visitId, charged, stay }));
}

function shown({ visitId, charged, stay }: Found, rules: FeeRules, at: number, zone: string): YardStayRow {
  const { yard, tractor, from, until } = stay;
  const isOfStay = (one: { readonly yard?: string; readonly stay?: number }): boolean =>
    one.yard === yard && one.stay === from;
  const lines = feeLinesOf(charged, rules, at).filter((line) => line.kind === 'PARKING' && isOfStay(line));
  const stays = chargedAt(charged, at)?.stays ?? [];
  return {
    visitId,
    tractor: { plate: tractor },
    from: localText(zone, from),
    until: until === undefined ? null : localText(zone, until),
    dayNights: dayNightsOf(stays, rules.yards, at).filter(isOfStay).length,
    amount: sumOf(lines),
  };
}

/** What a yard earned on a local day by one tariff; whole VND. */
export interface RevenueRow {
  readonly day: string;
  readonly tariff: string;
  readonly kind: TariffKind;
  readonly lines: number;
  readonly amount: number;
  /** Of `amount`. */
  readonly waived: number;
}

export interface Revenue {
  readonly items: readonly RevenueRow[];
  readonly total: { readonly lines: number; readonly amount: number; readonly waived: number };
}

/** The revenue of a yard over local days: day-nights on the day they began, gate service on the day of the entry. */
export function yardRevenue(db: DatabaseSync, query: YardRangeQuery, source: FeeSources): Revenue {
  const { yard, at } = query;
  const zone = zoneOfYard(source.yard(yard), source);
  const stretch = stretchOf(zone, query);
  const rules = feeRules(db, source);
  const rows = new Map<string, RevenueRow>();
  for (const { visitId, charged } of chargedInYard(db, yard, stretch)) {
    const lines = feeLinesOf(charged, rules, at).filter((line) => isEarned(line, yard, stretch));
    if (lines.length === 0) continue;
    const waived = linesWaived(accountOf(db, visitId), at);
    for (const line of lines) add(rows, localDay(zone, line.window.from), line, waived.has(line.line));
  }
  const items = [...rows.values()].sort(
    (a, b) => order(a.day, b.day) || order(a.kind, b.kind) || order(a.tariff, b.tariff),
  );
  const total = { lines: 0, amount: 0, waived: 0 };
  for (const { lines, amount, waived } of items) {
    total.lines += lines;
    total.amount += amount;
    total.waived += waived;
  }
  return { items, total };
}

function isEarned({ yard, window }: FeeLine, code: string, { from, until }: Stretch): boolean {
  return yard === code && window.from >= from && window.from < until;
}

function add(
  rows: Map<string, RevenueRow>,
  day: string,
  { tariff, kind, amount }: FeeLine,
  isWaived: boolean,
): void {
  const key = `${day} ${kind} ${tariff}`;
  const before = rows.get(key) ?? { day, tariff, kind, lines: 0, amount: 0, waived: 0 };
  rows.set(key, {
    ...before,
    lines: before.lines + 1,
    amount: before.amount + amount,
    waived: before.waived + (isWaived ? amount : 0),
  });
}

function order(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
