import type { DatabaseSync } from 'node:sqlite';
import { foldYard, unknownYard } from '#libs/truck-flow';
import type { Yard } from '#libs/truck-flow';
import { statement } from '#libs/projections';
import { readActs } from '../places/acts-text';
import { foldedRegister } from '../places/folded-register';
import type { FoldedRegister } from '../places/folded-register';
import type { YardSource } from '../places/gate-source';

/** The yard folded from its whole effective history; undefined when nothing is recorded of it. */
export const yardOf: FoldedRegister<Yard> = foldedRegister(
  {
    version: 'SELECT version FROM yards WHERE yard = ?',
    acts: 'SELECT version, acts FROM yards WHERE yard = ?',
  },
  (acts) => foldYard(readActs(acts)),
);

/** The yards of a views file, for queries and for the domain's functions. */
export function yardSource(db: DatabaseSync): YardSource {
  return { yard: (code) => yardOf(db, code) ?? unknownYard };
}

const REGISTERED = 'SELECT yard FROM yards WHERE gate IS NOT NULL';
const AMONG = `SELECT yard FROM yards WHERE gate IN (SELECT value FROM json_each(:gates))
  UNION ALL SELECT yard FROM yards
  WHERE yard IN (SELECT value FROM json_each(:yards)) AND gate IS NOT NULL`;

/** Codes of the registered yards in scope: those named, and those of the gates named. In the order of the alphabet. */
export function yardCodes(
  db: DatabaseSync,
  { yards, gates }: { readonly yards: readonly string[] | 'ALL'; readonly gates: readonly string[] | 'ALL' },
): string[] {
  const rows =
    yards === 'ALL' || gates === 'ALL'
      ? statement(db, REGISTERED).all()
      : statement(db, AMONG).all({ yards: JSON.stringify(yards), gates: JSON.stringify(gates) });
  return [...new Set((rows as unknown as { yard: string }[]).map(({ yard }) => yard))].sort();
}
