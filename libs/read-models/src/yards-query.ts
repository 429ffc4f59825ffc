import type { DatabaseSync } from 'node:sqlite';
import { foldYard, unknownYard } from '#libs/truck-flow';
import type { Yard } from '#libs/truck-flow';
import { readActs } from './acts-text';
import { foldedRegister } from './folded-register';
import type { YardSource } from './gate-source';
import { statement } from './statements';

/** The yard folded from its whole effective history; undefined when nothing is recorded of it. */
export const yardOf: (db: DatabaseSync, code: string) => Yard | undefined = foldedRegister(
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

/** Codes of the registered yards in scope: those named, and those of the gates named. In the order of the alphabet. */
export function yardCodes(
  db: DatabaseSync,
  scope: { readonly yards: readonly string[] | 'ALL'; readonly gates: readonly string[] | 'ALL' },
): string[] {
  const rows = statement(db, 'SELECT yard FROM yards ORDER BY yard').all() as unknown as { yard: string }[];
  return rows
    .map(({ yard }) => yard)
    .filter((code) => {
      const gate = yardOf(db, code)?.registered?.data.gate;
      return gate !== undefined && (includes(scope.yards, code) || includes(scope.gates, gate));
    });
}

function includes(codes: readonly string[] | 'ALL', code: string): boolean {
  return codes === 'ALL' || codes.includes(code);
}
