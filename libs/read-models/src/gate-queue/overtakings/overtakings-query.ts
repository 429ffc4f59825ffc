/* Query of the trucks that went before others at gates, page by page. */
import type { DatabaseSync } from 'node:sqlite';
import type { StepName } from '#libs/truck-flow';
import { cursorOf, readCursor } from '../../paging/cursor';
import { startOfDay } from '../../paging/local-time';
import { zoneOf } from '../../places/gate-source';
import type { GateSource } from '../../places/gate-source';
import { overtakingsIn } from './overtakings';
import type { Overtaking, OvertakingReason } from './overtakings';
import { FROM_THE_FIRST } from '../turns/turn-rows';
import { usedOverride } from '../overrides/order-overrides-query';
import type { UsedOverride } from '../overrides/order-overrides-query';

/** A truck that was called, handed over, transferred or crossed before others that could have gone. */
export interface OvertakingRow {
  readonly visitId: string;
  readonly gate: string;
  readonly tractor: { readonly plate: string };
  readonly step: StepName;
  /** Event time of the step, as reported. */
  readonly at: string;
  readonly passed: number;
  readonly passedVisitIds: readonly string[];
  readonly reason: OvertakingReason;
  /** By which it was called. */
  readonly override?: UsedOverride;
}

export interface OvertakingsQuery {
  /** One gate, or several. */
  readonly gates: readonly string[];
  /** Local dates of each gate, `to` exclusive. */
  readonly from: string;
  readonly to: string;
  /** Epoch milliseconds: steps after this event time are left out. */
  readonly at: number;
  /** Also those that the order in force allows. */
  readonly all?: boolean;
  readonly limit: number;
  readonly cursor?: string;
}

export interface OvertakingsPage {
  readonly items: readonly OvertakingRow[];
  readonly nextCursor: string | null;
}

interface PlacedOvertaking extends Overtaking {
  readonly gate: string;
}

/** A page of the overtakings of a gate, or of several together, in event-time order. @throws CursorUnreadable */
export function overtakingsPage(
  db: DatabaseSync,
  query: OvertakingsQuery,
  source: GateSource,
): OvertakingsPage {
  const { gates, limit, cursor } = query;
  const [time, visitId, number] =
    cursor === undefined
      ? [Number.MIN_SAFE_INTEGER, FROM_THE_FIRST.visitId, FROM_THE_FIRST.number]
      : (readCursor(cursor, 'number', 'string', 'number') as [number, string, number]);
  const found = gates
    .flatMap((gate) => atGate(db, { ...query, gate, behind: { time, visitId, number } }, source))
    .sort(byTime);
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map((one) => rowOf(db, one)),
    nextCursor:
      found.length > limit && last !== undefined ? cursorOf(last.time, last.visitId, last.number) : null,
  };
}

interface AskedAtGate extends OvertakingsQuery {
  readonly gate: string;
  readonly behind: { readonly time: number; readonly visitId: string; readonly number: number };
}

/** One more than the limit, if there are as many. */
function atGate(db: DatabaseSync, asked: AskedAtGate, source: GateSource): PlacedOvertaking[] {
  const { gate: code, behind, at, limit, all = false } = asked;
  const gate = source.gate(code);
  const zone = zoneOf(gate);
  const from = Math.max(startOfDay(zone, asked.from), behind.time);
  const to = Math.min(startOfDay(zone, asked.to), at + 1);
  const after = from === behind.time ? behind : FROM_THE_FIRST;
  return overtakingsIn(db, { code, gate, from, to, after, all, limit: limit + 1 }).map((one) => ({
    ...one,
    gate: code,
  }));
}

function byTime(a: PlacedOvertaking, b: PlacedOvertaking): number {
  return a.time - b.time || (a.visitId < b.visitId ? -1 : a.visitId > b.visitId ? 1 : a.number - b.number);
}

function rowOf(db: DatabaseSync, found: PlacedOvertaking): OvertakingRow {
  const { visitId, gate, tractor, step, at, passed, passedVisitIds, reason, judged } = found;
  const override = judged.override === undefined ? undefined : usedOverride(db, judged.override);
  const row = { visitId, gate, tractor: { plate: tractor }, step, at, passed, passedVisitIds, reason };
  return { ...row, ...(override && { override }) };
}
