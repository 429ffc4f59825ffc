/* Query of the policies: every version with when it is in force, and what is in force at an instant. */
import type { DatabaseSync } from 'node:sqlite';
import { historyOf, policyInForce, yardOfPolicy } from '#libs/truck-flow';
import type { PolicyHistory, PolicyKind, PolicySet } from '#libs/truck-flow';
import { cursorOf, readCursor } from '../paging/cursor';
import { policySetOf } from './policies-in-force';

/** A version of a policy. Times are RFC 3339, as they were published. */
export interface PolicyRow {
  readonly policy: string;
  readonly version: string;
  readonly kind: PolicyKind;
  /** Absent where it is one of all gates. */
  readonly gate?: string;
  readonly effectiveFrom: string;
  /** When it ends; null while nothing ends it. */
  readonly until: string | null;
  /** What ends it: its own end, its withdrawal or a later policy. */
  readonly endedBy: 'UNTIL' | 'WITHDRAWAL' | 'LATER_POLICY' | null;
  readonly legalBasis: string;
  readonly values: object;
  readonly inForce: boolean;
}

export interface PoliciesQuery {
  /** Those whose own policies may be shown; policies of all gates are shown to everybody. */
  readonly gates: readonly string[] | 'ALL';
  /** Only what holds at this gate: its own policies and those of all gates. */
  readonly gate?: string;
  readonly kind?: PolicyKind;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly limit: number;
  readonly cursor?: string;
}

export interface PolicyPage {
  readonly items: readonly PolicyRow[];
  readonly nextCursor: string | null;
}

/** A page of the policies, in the order in which they take force. @throws CursorUnreadable */
export function policyPage(db: DatabaseSync, query: PoliciesQuery): PolicyPage {
  const { cursor, limit } = query;
  const [from, policy] =
    cursor === undefined ? [-Infinity, ''] : (readCursor(cursor, 'number', 'string') as [number, string]);
  const set = policySetOf(db);
  const found = historyOf(set).filter(
    (one) => isAsked(one, query) && (one.from > from || (one.from === from && one.data.policy > policy)),
  );
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map((one) => rowOf(one, set, query)),
    nextCursor: last !== undefined && found.length > limit ? cursorOf(last.from, last.data.policy) : null,
  };
}

function isAsked({ data }: PolicyHistory, { gates, gate, kind }: PoliciesQuery): boolean {
  if (kind !== undefined && data.kind !== kind) return false;
  if (data.gate === undefined) return true;
  return (gate === undefined || data.gate === gate) && (gates === 'ALL' || gates.includes(data.gate));
}

function rowOf(one: PolicyHistory, set: PolicySet, query: PoliciesQuery): PolicyRow {
  const { data, until, endedBy } = one;
  const { policy, kind, gate, effectiveFrom, legalBasis, values } = data;
  return {
    policy,
    version: data.version.toString(10),
    kind,
    ...(gate === undefined ? {} : { gate }),
    effectiveFrom,
    until: until ?? null,
    endedBy: endedBy ?? null,
    legalBasis,
    values,
    inForce: isInForce(one, set, query),
  };
}

/** At a gate that is asked for, one of the gate goes before one of all gates. */
function isInForce(
  { data }: PolicyHistory,
  set: PolicySet,
  { gate = data.gate, at }: PoliciesQuery,
): boolean {
  const yard = yardOfPolicy(data);
  const asked = { gate: gate ?? '', at, ...(yard === undefined ? {} : { yard }) };
  const found = policyInForce(set, data.kind, asked);
  return found?.policy === data.policy && found.version === data.version;
}
