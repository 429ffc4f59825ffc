import type { DatabaseSync } from 'node:sqlite';
import { statement } from '#libs/projections';
import { isInForceOn, legalDay } from '#libs/truck-flow';
import type { LegalBasisData } from '#libs/truck-flow';
import { cursorOf, readCursor } from '../paging/cursor';

export interface LegalBasisRow extends LegalBasisData {
  readonly inForce: boolean;
}

export interface LegalBasisPage {
  readonly items: readonly LegalBasisRow[];
  readonly nextCursor: string | null;
}

interface StoredBasis extends Omit<LegalBasisData, 'validTo'> {
  readonly validTo: string | null;
}

/** A page of the legal bases by number; in force on the day of `at` (epoch milliseconds). @throws CursorUnreadable */
export function legalBasisPage(
  db: DatabaseSync,
  { at, limit, cursor }: { readonly at: number; readonly limit: number; readonly cursor?: string },
): LegalBasisPage {
  const [after] = cursor === undefined ? [''] : (readCursor(cursor, 'string') as [string]);
  const rows = statement(
    db,
    `SELECT number, date, issuer, title, valid_from AS validFrom, valid_to AS validTo FROM legal_bases
     WHERE number > :after ORDER BY number LIMIT :limit`,
  ).all({ after, limit: limit + 1 }) as unknown as StoredBasis[];
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const day = legalDay(at);
  return {
    items: page.map((row) => shown(row, day)),
    nextCursor: rows.length > limit && last !== undefined ? cursorOf(last.number) : null,
  };
}

function shown({ validTo, ...row }: StoredBasis, day: string): LegalBasisRow {
  const basis: LegalBasisData = { ...row, ...(validTo === null ? {} : { validTo }) };
  return { ...basis, inForce: isInForceOn(basis, day) };
}
