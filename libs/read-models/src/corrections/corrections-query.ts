import type { DatabaseSync } from 'node:sqlite';
import { statement } from '#libs/projections';
import { withoutCarriedGate } from '#libs/truck-flow';
import type { CorrectedState, KeptCorrection } from './corrections';
import { cursorOf, readCursor } from '../paging/cursor';
import { zoneOf } from '../places/gate-source';
import type { GateSource } from '../places/gate-source';
import { startOfDay } from '../paging/local-time';

/** A correction with what it is about: a visit, a yard or, with neither, the gate itself. */
export interface CorrectionRow extends KeptCorrection {
  readonly gate: string;
  readonly visitId?: string;
  readonly yard?: string;
  /** Of the correction in the log, decimal. */
  readonly position: string;
}

export interface CorrectionsQuery {
  readonly gates: readonly string[];
  /** `sub` of who made it. */
  readonly actor?: string;
  /** Local dates of each gate on which it was recorded, `to` exclusive. */
  readonly from: string;
  readonly to: string;
  readonly limit: number;
  readonly cursor?: string;
}

export interface CorrectionPage {
  readonly items: readonly CorrectionRow[];
  readonly nextCursor: string | null;
}

interface StoredCorrection {
  readonly position: string;
  readonly gate: string;
  readonly recorded_at: number;
  readonly about: 'truckVisit' | 'borderGate' | 'yard';
  readonly id: string;
  readonly correction: string;
}

const page = (
  condition: string,
): string => `SELECT CAST(position AS TEXT) AS position, gate, recorded_at, about, id,
    correction FROM corrections
  WHERE ${condition} gate = :gate AND recorded_at >= :from AND recorded_at < :to
    AND (recorded_at, position) > (:time, :position)
  ORDER BY recorded_at, corrections.position LIMIT :limit`;
const OF_ANYONE = page('');
const OF_ONE = page('actor = :actor AND');

/** A page of the corrections at these gates, in the order they were recorded. @throws CursorUnreadable */
export function correctionPage(
  db: DatabaseSync,
  query: CorrectionsQuery,
  source: GateSource,
): CorrectionPage {
  const { gates, actor, limit, cursor } = query;
  const [time, position] = cursor === undefined ? [Number.MIN_SAFE_INTEGER, '-1'] : placeIn(cursor);
  const sql = actor === undefined ? OF_ANYONE : OF_ONE;
  const rows = gates.flatMap((gate) => {
    const zone = zoneOf(source.gate(gate));
    const days = { from: startOfDay(zone, query.from), to: startOfDay(zone, query.to) };
    const place = { time, position: BigInt(position), limit: limit + 1 };
    const asked = { gate, ...days, ...place, ...(actor === undefined ? {} : { actor }) };
    return statement(db, sql).all(asked) as unknown as StoredCorrection[];
  });
  const found = rows.sort(byRecord).slice(0, limit);
  const last = found.at(-1);
  return {
    items: found.map(shown),
    nextCursor: rows.length > limit && last !== undefined ? cursorOf(last.recorded_at, last.position) : null,
  };
}

const POSITION = /^-?[0-9]{1,19}$/;

function placeIn(cursor: string): [number, string] {
  const [time, position] = readCursor(cursor, 'number', 'string') as [number, string];
  return [time, POSITION.test(position) ? position : '-1'];
}

function byRecord(a: StoredCorrection, b: StoredCorrection): number {
  return a.recorded_at - b.recorded_at || Number(BigInt(a.position) - BigInt(b.position));
}

function shown({ position, gate, about, id, correction }: StoredCorrection): CorrectionRow {
  const kept = JSON.parse(correction) as KeptCorrection;
  if (about === 'truckVisit') return { gate, visitId: id, ...asReported(kept), position };
  return { gate, ...(about === 'yard' ? { yard: id } : {}), ...kept, position };
}

/** Without the gate that steps carry since it was written into each, so that it never looks corrected. */
function asReported(kept: KeptCorrection): KeptCorrection {
  const reported = (state: CorrectedState | null): CorrectedState | null =>
    state && { ...state, data: withoutCarriedGate(kept.type, state.data as object) };
  return { ...kept, before: reported(kept.before), after: reported(kept.after) };
}
