/* Query of the overrides of a gate, as of an event time. */
import type { DatabaseSync } from 'node:sqlite';
import { statement } from '#libs/projections';
import { OVERRIDE_VALID_FOR } from '#libs/truck-flow';
import { cursorOf, readCursor } from '../../paging/cursor';
import type { KeptOverride, KeptWord } from './order-overrides';

/** Asked for; then confirmed or rejected by another agency; used by a step; past its 24 hours. */
export const OVERRIDE_STATES = ['REQUESTED', 'CONFIRMED', 'REJECTED', 'USED', 'EXPIRED'] as const;
export type OverrideState = (typeof OVERRIDE_STATES)[number];

/** Who asked for an override, or answered it. */
export interface OverrideParty {
  readonly sub: string;
  readonly agency: string;
}

/** An override as of an event time. Times are RFC 3339 as they were reported. */
export interface OverrideRow {
  readonly override: string;
  readonly visitId: string;
  readonly state: OverrideState;
  readonly reason: string;
  readonly legalBasis: string;
  readonly requestedAt: string;
  readonly requestedBy: OverrideParty;
  readonly confirmedAt?: string;
  readonly confirmedBy?: OverrideParty;
  readonly rejectedAt?: string;
  readonly rejectedBy?: OverrideParty;
}

export interface OverridesQuery {
  readonly gate: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly limit: number;
  readonly cursor?: string;
}

export interface OverridePage {
  readonly items: readonly OverrideRow[];
  readonly nextCursor: string | null;
}

interface StoredOverride {
  readonly override: string;
  readonly requested_at: number;
  readonly visit_id: string;
  readonly override_text: string;
  readonly used_at: number | null;
}

const PAGE = `SELECT override, requested_at, visit_id, override_text,
    (SELECT min(used_at) FROM order_overrides_used used WHERE used.override = one.override) AS used_at
  FROM order_overrides one
  WHERE gate = :gate AND requested_at <= :at AND (requested_at, override) < (:time, :override)
  ORDER BY requested_at DESC, override DESC LIMIT :limit`;

/** A page of the overrides of a gate, the latest first. @throws CursorUnreadable */
export function orderOverridePage(
  db: DatabaseSync,
  { gate, at, limit, cursor }: OverridesQuery,
): OverridePage {
  const [time, override] =
    cursor === undefined ? [Number.MAX_SAFE_INTEGER, ''] : readCursor(cursor, 'number', 'string');
  const asked = { gate, at, time: time as number, override: override as string, limit: limit + 1 };
  const rows = statement(db, PAGE).all(asked) as unknown as StoredOverride[];
  const found = rows.slice(0, limit);
  const last = found.at(-1);
  return {
    items: found.map((row) => shown(row, at)),
    nextCursor: rows.length > limit && last !== undefined ? cursorOf(last.requested_at, last.override) : null,
  };
}

/** An override as it was confirmed, for what went by it. */
export interface UsedOverride {
  readonly id: string;
  readonly legalBasis: string;
  readonly reason: string;
  readonly requestedBy: OverrideParty;
  readonly confirmedBy?: OverrideParty;
}

const ONE = 'SELECT override_text FROM order_overrides WHERE override = ?';

/** Undefined when none of this id was ever asked for. */
export function usedOverride(db: DatabaseSync, id: string): UsedOverride | undefined {
  const row = statement(db, ONE).get(id) as { override_text: string } | undefined;
  if (row === undefined) return undefined;
  const { legalBasis, reason, requested, confirmed } = JSON.parse(row.override_text) as KeptOverride;
  const answered = confirmed === undefined ? {} : { confirmedBy: partyOf(confirmed) };
  return { id, legalBasis, reason, requestedBy: partyOf(requested), ...answered };
}

function shown(
  { override, visit_id: visitId, override_text: text, used_at: usedAt }: StoredOverride,
  at: number,
): OverrideRow {
  const kept = JSON.parse(text) as KeptOverride;
  const by = (word: KeptWord | undefined) => (word !== undefined && word.time <= at ? word : undefined);
  const [confirmed, rejected] = [by(kept.confirmed), by(kept.rejected)];
  const { reason, legalBasis, requested } = kept;
  const isUsed = usedAt !== null && usedAt <= at;
  return {
    override,
    visitId,
    state: stateOf({ isUsed, confirmed, rejected, isOld: at - requested.time > OVERRIDE_VALID_FOR }),
    reason,
    legalBasis,
    requestedAt: requested.at,
    requestedBy: partyOf(requested),
    ...(confirmed && { confirmedAt: confirmed.at, confirmedBy: partyOf(confirmed) }),
    ...(rejected && { rejectedAt: rejected.at, rejectedBy: partyOf(rejected) }),
  };
}

function stateOf(known: {
  readonly isUsed: boolean;
  readonly isOld: boolean;
  readonly confirmed: KeptWord | undefined;
  readonly rejected: KeptWord | undefined;
}): OverrideState {
  if (known.isUsed) return 'USED';
  if (known.rejected !== undefined) return 'REJECTED';
  if (known.isOld) return 'EXPIRED';
  return known.confirmed === undefined ? 'REQUESTED' : 'CONFIRMED';
}

function partyOf({ sub, agency }: KeptWord): OverrideParty {
  return { sub, agency };
}
