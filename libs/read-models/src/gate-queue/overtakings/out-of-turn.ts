/* Trucks that went out of turn: how many others each of them passed, as a deviation. */
import type { DatabaseSync } from 'node:sqlite';
import type { Gate } from '#libs/truck-flow';
import { statement } from '#libs/projections';
import { COULD_GO } from '../turns/gate-turns';
import { isOpenFor } from '../turns/open-times';
import { overtakingOf, overtakingsIn } from './overtakings';
import type { Overtaking, OvertakingsAsked } from './overtakings';
import { turnsOf } from '../turns/turn-rows';
import type { VisitDeviation } from '../../visit-facts/visit-deviations';
import { END_OF_TIME } from '../../visit-facts/visit-facts';

/** A place in the line of a gate: by when a truck queues since, then visit id. */
export interface LinePlace {
  readonly gate: string;
  readonly queuedSince: number;
  readonly visitId: string;
}

const BEFORE = `gate = :code AND ${COULD_GO} AND (queued_since, visit_id) < (:queuedSince, :visitId) AND from_time <= :at`;
const STILL_CALLABLE = `SELECT visit_id, goods FROM gate_turns_line
  WHERE ${BEFORE} AND until_time = ${END_OF_TIME}`;
const GONE_SINCE = `SELECT visit_id, goods FROM gate_turns_line
  WHERE ${BEFORE} AND until_time > :at AND until_time < ${END_OF_TIME}`;

/**
 * How many trucks of a gate stood before a place at an instant and could have gone: on hand, cleared, neither called
 * nor held, the gate not suspended for their goods. `without`: visits that are not counted, whatever their rows say.
 * Read from the index: of those that still wait only the ones before the place, and who went since that instant.
 */
export function passedAt(
  db: DatabaseSync,
  { gate: code, queuedSince, visitId }: LinePlace,
  {
    at,
    gate,
    without = [],
  }: { readonly at: number; readonly gate: Gate; readonly without?: readonly string[] },
): number {
  const place = { code, queuedSince, visitId, at };
  const rows = [STILL_CALLABLE, GONE_SINCE].flatMap(
    (sql) => statement(db, sql).all(place) as unknown as { visit_id: string; goods: string }[],
  );
  const left = new Set(without);
  return rows.filter(({ visit_id: id, goods }) => !left.has(id) && isOpenFor(gate, goods, at)).length;
}

/** The deviations of one visit, where it went before others and no order allows it; also in the list of its gate. */
export function outOfTurnOf(db: DatabaseSync, code: string, visitId: string, gate: Gate): VisitDeviation[] {
  return turnsOf(db, code, visitId).flatMap((turn) => {
    const found = overtakingOf(db, { code, gate }, turn);
    return found === undefined || found.reason === 'RULE' ? [] : [deviationOf(found)];
  });
}

function deviationOf({ eventId, at, passed, time, recordTime }: Overtaking): VisitDeviation {
  return {
    code: 'OUT_OF_TURN',
    eventId,
    at,
    detail: `went before ${passed} that had arrived earlier and could have gone`,
    passed,
    time,
    until: END_OF_TIME,
    recordTime,
  };
}

export interface OutOfTurn extends VisitDeviation {
  readonly visitId: string;
}

/** Turns that passed others and that no order allows, in event-time order, at most `limit`. */
export function outOfTurnIn(db: DatabaseSync, asked: Omit<OvertakingsAsked, 'all'>): OutOfTurn[] {
  return overtakingsIn(db, { ...asked, all: false }).map((one) => ({
    ...deviationOf(one),
    visitId: one.visitId,
  }));
}
