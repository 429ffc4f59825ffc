import type { DatabaseSync } from 'node:sqlite';
import { statement } from '#libs/projections';

/** One spelling of a text for a search whatever the case (Unicode, Vietnamese letters included). */
export function folded(text: string): string {
  return text.normalize('NFC').toLowerCase();
}

const OWNERS = 'SELECT owner FROM consignments_owner WHERE instr(folded, ?) > 0';

/** Owners whose names hold a text, whatever the case. The table has a row an owner, so it is read whole. */
export function ownersLike(db: DatabaseSync, part: string): string[] {
  const rows = statement(db, OWNERS).all(folded(part)) as unknown as { owner: string }[];
  return rows.map(({ owner }) => owner);
}
