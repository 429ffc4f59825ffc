import type { DatabaseSync } from 'node:sqlite';
import { foldVisit } from '#libs/truck-flow';
import type { TruckVisitRow } from '../truck-visits/truck-visits-row';
import { readRecord, stepsOf } from '../visit-facts/visit-record';

type VisitRow = Pick<TruckVisitRow, 'visit_id' | 'arrived_at' | 'stage'>;

/** Goods whose visit ended like this come again with another visit, are elsewhere, or go home. */
const LEFT_AGAIN = new Set<string>(['TURNED_BACK', 'DIVERTED', 'CANCELLED', 'SEEN_ELSEWHERE']);

/**
 * Of the visits that carry goods or carried them, the earliest first: one for each part of the goods, the one that had
 * it last. A visit takes the place of one that had turned back, was diverted or cancelled before it arrived: of the one
 * that it continues (previousVisitId), else of the one that left last.
 */
export function partsOf<Row extends VisitRow>(db: DatabaseSync, visits: readonly Row[]): readonly Row[] {
  if (visits.length < 2) return visits;
  const parts: (PartFacts & { readonly row: Row })[] = [];
  for (const row of visits) {
    const part = { row, ...factsOf(db, row) };
    const before = parts.filter(({ leftAt }) => leftAt <= row.arrived_at).sort((a, b) => b.leftAt - a.leftAt);
    const replaced = before.find((one) => one.row.visit_id === part.previousVisitId) ?? before[0];
    if (replaced !== undefined) parts.splice(parts.indexOf(replaced), 1);
    parts.push(part);
  }
  return parts.map(({ row }) => row);
}

interface PartFacts {
  /** When it left with the goods and without crossing; Infinity when it did not. */
  readonly leftAt: number;
  readonly previousVisitId: string | undefined;
}

function factsOf(db: DatabaseSync, { visit_id, stage }: VisitRow): PartFacts {
  const { arrival, ending } = foldVisit(stepsOf(readRecord(db, visit_id)));
  return {
    leftAt: LEFT_AGAIN.has(stage) ? (ending?.time ?? Infinity) : Infinity,
    previousVisitId: arrival?.data.previousVisitId,
  };
}
