/* Query of what the order of calls at a gate follows from: its calls, and when each truck could have been called. */
import type { DatabaseSync } from 'node:sqlite';
import type { Round } from '#libs/truck-flow';
import type { GateSource } from '../../places/gate-source';
import { callableParts, lineRows } from '../turns/line-rows';
import type { TruckFacts } from '../turns/turn-times';
import { FROM_THE_FIRST, turnsIn } from '../turns/turn-rows';
import { roundAt } from '../order/round-at';
import { ruleInForce } from '../order/rule-in-force';

/** What decides the place of a truck in the order; times in epoch milliseconds. */
interface Placed {
  readonly visitId: string;
  readonly queuedSince: number;
  readonly truck: TruckFacts;
}

/** A call as it counts today. */
export interface LedgerCall extends Placed {
  readonly eventId: string;
  readonly time: number;
}

/** A stretch of event time in which a truck could have been called, customs apart; `until` exclusive. */
export interface LedgerStretch extends Placed {
  readonly from: number;
  readonly until: number;
  /** Had customs cleared it? */
  readonly cleared: boolean;
  /** Log position of the last report that this comes from. */
  readonly known: number;
}

interface GateTime {
  readonly gate: string;
  /** Epoch milliseconds; `to` exclusive. */
  readonly from: number;
  readonly to: number;
}

/** The calls of a gate in event-time order, as they count today. */
export function ledgerCalls(db: DatabaseSync, { gate: code, from, to }: GateTime): LedgerCall[] {
  return turnsIn(db, { code, from, to, after: FROM_THE_FIRST })
    .filter(({ step }) => step === 'call-forward')
    .map(({ visitId, eventId, time, queuedSince, facts }) => {
      return { visitId, eventId, time, queuedSince, truck: truckIn(facts) };
    });
}

/** Held trucks, and goods that the gate takes none of, are left out of the line by every order. */
const WHATEVER_IS_REQUIRED = { requires: [] };

/** Who could have been called at some time, by when that began. */
export function ledgerLine(
  db: DatabaseSync,
  { gate: code, from, to }: GateTime,
  source: GateSource,
): LedgerStretch[] {
  const rows = lineRows(db, { code, from, to: to - 1 });
  return callableParts(rows, source.gate(code), WHATEVER_IS_REQUIRED)
    .map((part) => {
      const { visitId, queuedSince, from, until, isCleared: cleared, known, facts } = part;
      return { visitId, queuedSince, from, until, cleared, known, truck: truckIn(facts) };
    })
    .sort((a, b) => a.from - b.from || (a.visitId < b.visitId ? -1 : 1));
}

/** Where the round was right before an instant; null where no order had been in force before it. */
export function ledgerRound(
  db: DatabaseSync,
  { gate: code, from }: Omit<GateTime, 'to'>,
  source: GateSource,
): Round | null {
  const gate = source.gate(code);
  const rule = ruleInForce(gate, code, from);
  return rule === undefined || rule.from >= from ? null : roundAt(db, { code, gate, rule }, from - 1);
}

function truckIn(facts: string): TruckFacts {
  return JSON.parse(facts) as TruckFacts;
}
