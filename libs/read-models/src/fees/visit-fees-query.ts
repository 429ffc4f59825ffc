/* Query of what a visit has to pay, line by line. */
import type { DatabaseSync } from 'node:sqlite';
import { balanceOf, feeLinesOf, linesWaived, suspendedMinutesOf } from '#libs/truck-flow';
import type { Balance, ChargedVisit, FeeAccount, FeeLine } from '#libs/truck-flow';
import { statement } from '#libs/projections';
import { localText } from '../paging/local-time';
import { scopeParameters, TRUCK_IN_SCOPE, VISIT_IN_SCOPE } from '../paging/scope';
import type { Scope } from '../paging/scope';
import { zoneOf } from '../places/gate-source';
import { accountOf, chargedVisit, feeRules } from './charged-visits';
import type { FeeSources } from './charged-visits';

/** A fee line as it is shown; times RFC 3339 with the offset of the visit's gate, amounts whole VND. */
export type FeeRow = Omit<FeeLine, 'window' | 'stay'> & {
  readonly window: { readonly from: string; readonly to: string };
  /** Minutes of the window in which the truck stood in a yard while its gate was suspended for its goods. */
  readonly suspendedMinutes: number;
  readonly waived: boolean;
};

/** What was recorded of the account of a visit, by the event that a correction names. `at`: RFC 3339. */
export interface FeeAct {
  readonly eventId: string;
  readonly at: string;
}

export interface VisitFees extends Balance {
  readonly items: readonly FeeRow[];
  readonly payments: readonly (FeeAct & Omit<PaymentData, 'gate'>)[];
  readonly waivers: readonly (FeeAct & Omit<WaiverData, 'gate'>)[];
}

type PaymentData = FeeAccount['payments'][number]['data'];
type WaiverData = FeeAccount['waivers'][number]['data'];

export interface VisitFeesQuery {
  readonly visitId: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly scope: Scope;
}

/** A yard sees the fees of a visit also when the truck has left it. */
const WAS_IN_YARD = `EXISTS (SELECT 1 FROM yard_stays s WHERE s.visit = v.visit
  AND (:scopeYards IS NULL OR s.yard IN (SELECT value FROM json_each(:scopeYards))))`;

const IN_SCOPE = `SELECT (${TRUCK_IN_SCOPE} OR ${WAS_IN_YARD}) AS whole FROM truck_visits v
  WHERE v.visit_id = :visitId AND (${VISIT_IN_SCOPE} OR ${WAS_IN_YARD})`;

/**
 * The fees of a visit as of an event time; undefined when there is no such visit in scope. An owner of goods who is not the
 * carrier sees what is to pay and what is due, and not who paid.
 */
export function visitFees(
  db: DatabaseSync,
  { visitId, at, scope }: VisitFeesQuery,
  source: FeeSources,
): VisitFees | undefined {
  const row = statement(db, IN_SCOPE).get({ visitId, ...scopeParameters(scope) });
  if (row === undefined) return undefined;
  const shownActs = row['whole'] === 1 ? shownAt(at) : () => [];
  const charged = chargedVisit(db, visitId);
  const lines = charged === undefined ? [] : feeLinesOf(charged, feeRules(db, source), at);
  const account = accountOf(db, visitId);
  const waived = linesWaived(account, at);
  const items = lines.map((line) => ({
    ...shownLine(line, charged as ChargedVisit, at, source),
    waived: waived.has(line.line),
  }));
  return {
    items,
    ...balanceOf(account, lines, at),
    payments: shownActs(account.payments),
    waivers: shownActs(account.waivers),
  };
}

interface Act<Data> {
  readonly eventId: string;
  readonly at: string;
  readonly time: number;
  readonly data: Data;
}

/** Those of the acts that were known by an instant. */
function shownAt(at: number) {
  return <Data extends { readonly gate: string }>(acts: readonly Act<Data>[]) =>
    acts
      .filter(({ time }) => time <= at)
      .map(({ eventId, at: told, data: { gate: _, ...data } }) => ({ eventId, at: told, ...data }));
}

function shownLine(
  line: FeeLine,
  charged: ChargedVisit,
  at: number,
  source: FeeSources,
): Omit<FeeRow, 'waived'> {
  const gate = source.gate(charged.gate);
  const { stay: _, window, ...shown } = line;
  const text = (time: number): string => localText(zoneOf(gate), time);
  return {
    ...shown,
    window: { from: text(window.from), to: text(window.to) },
    suspendedMinutes: suspendedMinutesOf(line, charged, gate, at),
  };
}
