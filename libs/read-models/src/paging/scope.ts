/** What a caller may see; `ALL` is every one. A visit in any of the three is visible. */
export interface Scope {
  readonly gates: readonly string[] | 'ALL';
  /** Yards: the visits that are present there now. */
  readonly yards: readonly string[] | 'ALL';
  /** Companies: the visits they carry or own goods of. */
  readonly companies: readonly string[] | 'ALL';
}

/** What managers and auditors may see. */
export const EVERYTHING: Scope = { gates: 'ALL', yards: 'ALL', companies: 'ALL' };

/** Values of the parameters that the conditions below name; a list is null when it does not limit. */
export function scopeParameters({ gates, yards, companies }: Scope): {
  scopeGates: string | null;
  scopeYards: string | null;
  scopeCompanies: string | null;
} {
  return { scopeGates: listed(gates), scopeYards: listed(yards), scopeCompanies: listed(companies) };
}

function listed(codes: readonly string[] | 'ALL'): string | null {
  return codes === 'ALL' ? null : JSON.stringify(codes);
}

const AT_GATE = '(:scopeGates IS NULL OR v.gate IN (SELECT value FROM json_each(:scopeGates)))';
const IN_YARD =
  '(v.yard IS NOT NULL AND (:scopeYards IS NULL OR v.yard IN (SELECT value FROM json_each(:scopeYards))))';
// The list is looked up once a query, not once a visit.
const MARKED = `(CASE WHEN :scopeCompanies IS NULL THEN instr(v.names, '["COMPANY",') > 0 ELSE v.visit IN (
  SELECT visit FROM truck_visits_name
  WHERE kind = 'COMPANY' AND value IN (SELECT value FROM json_each(:scopeCompanies))) END)`;
const CARRIED = `(v.carrier IS NOT NULL AND (:scopeCompanies IS NULL
  OR v.carrier IN (SELECT value FROM json_each(:scopeCompanies))))`;
/** SQL: the caller is the owner of the goods `c` of consignments. */
export const GOODS_OWNED = `(c.in_force = 1 AND c.owner <> '' AND (:scopeCompanies IS NULL
  OR c.owner IN (SELECT value FROM json_each(:scopeCompanies))))`;

/** SQL: the visit `v` of truck_visits is in scope; a company sees what it carries and what holds goods of its own. */
export const VISIT_IN_SCOPE = `(${AT_GATE} OR ${IN_YARD} OR ${MARKED})`;

/** SQL: all goods on the visit `v` are in scope. An owner who is not the carrier sees his own goods only. */
export const TRUCK_IN_SCOPE = `(${AT_GATE} OR ${IN_YARD} OR ${CARRIED})`;

/** SQL: the goods `c` of consignments on the visit `v` are in scope; goods of another owner on one truck are not. */
export const GOODS_IN_SCOPE = `(${AT_GATE} OR ${IN_YARD} OR ${CARRIED} OR ${GOODS_OWNED})`;

/** Is this owner one of the companies in scope? Goods without an owner are nobody's. */
export function isOwnerInScope({ companies }: Scope, owner: string | undefined): boolean {
  return owner !== undefined && (companies === 'ALL' || companies.includes(owner));
}
