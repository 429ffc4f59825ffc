import type { DatabaseSync } from 'node:sqlite';
import { chargingYards, foldAccount, openAccount } from '#libs/truck-flow';
import type { ChargedVisit, FeeAccount, FeeRules, Yard } from '#libs/truck-flow';
import { statement } from '#libs/projections';
import { readActs } from '../places/acts-text';
import type { GateSource, YardSource } from '../places/gate-source';
import { tariffsOf } from './tariffs-query';

/** Where the queries of fees take gates and yards from. */
export type FeeSources = GateSource & YardSource;

/** A visit with what it is charged by. */
export interface VisitCharged {
  readonly visitId: string;
  readonly charged: ChargedVisit;
}

/** What fees are derived by, as it is known now. */
export function feeRules(db: DatabaseSync, source: YardSource): FeeRules {
  const read = new Map<string, Yard>();
  const yardOf = (code: string): Yard => {
    const yard = read.get(code) ?? source.yard(code);
    read.set(code, yard);
    return yard;
  };
  return { tariffs: tariffsOf(db), yards: chargingYards(yardOf) };
}

export function accountOf(db: DatabaseSync, visitId: string): FeeAccount {
  const row = statement(db, 'SELECT acts FROM fee_accounts WHERE visit_id = ?').get(visitId) as
    { acts: string } | undefined;
  return row === undefined ? openAccount : foldAccount(readActs(row.acts));
}

interface Row {
  readonly visit_id: string;
  readonly charged: string;
}

/** Undefined of a visit that did not arrive. */
export function chargedVisit(db: DatabaseSync, visitId: string): ChargedVisit | undefined {
  const row = statement(db, 'SELECT visit_id, charged FROM yard_stays_visit WHERE visit_id = ?').get(visitId);
  return row === undefined ? undefined : readRow(row as unknown as Row).charged;
}

/** Epoch milliseconds, `until` exclusive. */
export interface Stretch {
  readonly from: number;
  readonly until: number;
}

const IN_YARD = `SELECT visit_id, charged FROM yard_stays_visit
  WHERE visit IN (SELECT visit FROM yard_stays WHERE yard = :yard AND until_time >= :from AND from_time < :until)`;

/** The visits that stood in a yard at some time. */
export function chargedInYard(db: DatabaseSync, yard: string, stretch: Stretch): VisitCharged[] {
  return (statement(db, IN_YARD).all({ yard, ...stretch }) as unknown as Row[]).map(readRow);
}

const AT_GATE = `SELECT visit_id, charged FROM yard_stays_visit
  WHERE gate = :gate AND arrived_at >= :from AND arrived_at < :until`;

/** The visits that arrived at a gate at some time. */
export function chargedAtGate(db: DatabaseSync, gate: string, stretch: Stretch): VisitCharged[] {
  return (statement(db, AT_GATE).all({ gate, ...stretch }) as unknown as Row[]).map(readRow);
}

function readRow({ visit_id: visitId, charged }: Row): VisitCharged {
  return { visitId, charged: JSON.parse(charged) as ChargedVisit };
}
