import type { TokenFacts } from './token-facts';

/** Tokens that count no longer although they have not expired. */
export interface RevokedTokens {
  has(token: TokenFacts): boolean;
}

interface Entry {
  readonly jti?: string;
  readonly sub?: string;
  readonly issuedBefore?: string;
}

const FIELDS = new Set(['jti', 'sub', 'issuedBefore', 'note']);
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/**
 * The list of TOKEN_REVOCATIONS_FILE: `{ "revoked": [{ "jti": "…" }, { "sub": "…", "issuedBefore": "…" }] }`. A
 * `jti` is one token; a `sub` is every token of that holder, with `issuedBefore` (RFC 3339) those issued before
 * then. Each entry may have a `note`.
 * @throws TypeError naming the entry: an entry that is not understood must not let anyone in.
 */
export function parseRevocations(text: string): RevokedTokens {
  const ids = new Set<string>();
  const subjects = new Map<string, number>();
  for (const [index, entry] of entriesOf(text).entries()) {
    const { jti, sub, issuedBefore } = checked(entry, index);
    if (jti !== undefined) ids.add(jti);
    if (sub === undefined) continue;
    const until = issuedBefore === undefined ? Infinity : Date.parse(issuedBefore);
    subjects.set(sub, Math.max(until, subjects.get(sub) ?? 0));
  }
  return {
    has: ({ id, subject, issuedAt }) =>
      (id !== undefined && ids.has(id)) || issuedAt < (subjects.get(subject) ?? -Infinity),
  };
}

function entriesOf(text: string): unknown[] {
  let list: { readonly revoked?: unknown } | null;
  try {
    list = JSON.parse(text) as typeof list;
  } catch (error) {
    throw new TypeError('holds no JSON', { cause: error });
  }
  if (typeof list !== 'object' || list === null || !Array.isArray(list.revoked)) {
    throw new TypeError('holds no revocation list {"revoked": [...]}');
  }
  return list.revoked;
}

function checked(entry: unknown, index: number): Entry {
  const fault = faultOf(entry);
  if (fault === undefined) return entry as Entry;
  throw new TypeError(`holds a revocation list whose entry ${index + 1} ${fault}`);
}

function faultOf(entry: unknown): string | undefined {
  if (typeof entry !== 'object' || entry === null) return 'is no object';
  const unknown = Object.keys(entry).find((field) => !FIELDS.has(field));
  if (unknown !== undefined) return `has a field ${JSON.stringify(unknown.slice(0, 40))}, which is unknown`;
  const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
  if (!Object.values(entry).every(isText)) return 'holds a value that is no text';
  const { jti, sub, issuedBefore } = entry as Entry;
  if ((jti === undefined) === (sub === undefined)) return 'names neither or both of jti and sub';
  return issuedBefore === undefined ? undefined : faultOfTime(issuedBefore, sub);
}

function faultOfTime(issuedBefore: string, sub: string | undefined): string | undefined {
  if (sub === undefined) return 'has issuedBefore without sub';
  const isTime = INSTANT.test(issuedBefore) && !Number.isNaN(Date.parse(issuedBefore));
  return isTime ? undefined : 'has an issuedBefore that is no RFC 3339 time';
}
