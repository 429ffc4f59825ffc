/* View of turns at gates: who went when, and who could have gone. */
import { goodsOf, STEPS, VISIT_CORRECTED } from '#libs/truck-flow';
import type { Step, Visit } from '#libs/truck-flow';
import type { BorderView } from '../../subjects/subject';
import { END_OF_TIME, factsOf } from '../../visit-facts/visit-facts';

/**
 * Who went when, and who could have gone then. A row a visit for its turn: its call, else its handover, transfer or
 * crossing, whichever was first. A row for each stretch of time in which it could have gone before that: on hand,
 * cleared by customs, not held. Whether the gate was suspended for its goods is asked when the rows are read.
 */
export const gateTurns: BorderView = {
  name: 'gate-turns',
  version: 1,
  types: [
    STEPS.arrival,
    STEPS['customs-clearance'],
    STEPS['call-forward'],
    STEPS.handover,
    STEPS['container-cut'],
    STEPS['container-lift'],
    STEPS.transload,
    STEPS.crossing,
    STEPS['turn-back'],
    STEPS.diversion,
    STEPS.cancellation,
    STEPS['goods-receipt'],
    STEPS['sighting-elsewhere'],
    STEPS.hold,
    STEPS['hold-lift'],
    VISIT_CORRECTED,
  ],
  schema: `
    CREATE TABLE gate_turns (
      visit INTEGER PRIMARY KEY,
      visit_id TEXT NOT NULL,
      gate TEXT NOT NULL,
      arrived_at INTEGER NOT NULL,
      went_at INTEGER NOT NULL,
      event_id TEXT NOT NULL,
      at TEXT NOT NULL,
      record_time TEXT NOT NULL
    ) STRICT;
    CREATE INDEX gate_turns_went ON gate_turns (gate, went_at, visit_id);
    CREATE TABLE gate_turns_callable (
      visit INTEGER NOT NULL,
      number INTEGER NOT NULL,
      gate TEXT NOT NULL,
      callable_from INTEGER NOT NULL,
      callable_until INTEGER NOT NULL,
      arrived_at INTEGER NOT NULL,
      visit_id TEXT NOT NULL,
      goods TEXT NOT NULL,
      PRIMARY KEY (visit, number)
    ) WITHOUT ROWID, STRICT;
    CREATE INDEX gate_turns_callable_line
      ON gate_turns_callable (gate, callable_until, arrived_at, visit_id, callable_from, goods);`,
  writer(db) {
    const removeTurn = db.prepare('DELETE FROM gate_turns WHERE visit = ?');
    const writeTurn = db.prepare('REPLACE INTO gate_turns VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
    const removeCallable = db.prepare('DELETE FROM gate_turns_callable WHERE visit = ?');
    const writeCallable = db.prepare('INSERT INTO gate_turns_callable VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
    return {
      replace(subject) {
        if (subject.category !== 'truckVisit') return;
        const { number, id, gateCode, visit } = subject;
        removeCallable.run(number);
        const turn = turnOf(visit);
        if (visit.arrival === undefined || turn === undefined) removeTurn.run(number);
        else {
          const { time, eventId, at, metadata } = turn;
          writeTurn.run(number, id, gateCode, visit.arrival.time, time, eventId, at, metadata.recordTime);
        }
        for (const [index, { from, until }] of callableTimes(visit).entries()) {
          const goods = JSON.stringify([...new Set(goodsOf(visit))].sort());
          const arrivedAt = visit.arrival?.time ?? from;
          writeCallable.run(number, index, gateCode, from, until, arrivedAt, id, goods);
        }
      },
    };
  },
};

/** The step by which a truck went, the first of call, handover, transfer and crossing. */
function turnOf({ call, handover, transfers, crossing }: Visit): Step | undefined {
  const steps: (Step | undefined)[] = [call, handover, transfers[0], crossing];
  return steps.reduce(
    (first, step) => (step && !(first && first.time <= step.time) ? step : first),
    undefined,
  );
}

/** A stretch of event time: `from` inclusive, `until` exclusive, in epoch milliseconds. */
export interface CallableTime {
  readonly from: number;
  readonly until: number;
}

/** When a truck could have gone and had not: from its clearance until it went or left, without the time it was held. */
export function callableTimes(visit: Visit): CallableTime[] {
  const facts = factsOf(visit);
  if (facts === undefined || facts.customsAt === null) return [];
  const start = Math.max(facts.arrivedAt, facts.customsAt);
  const end = Math.min(turnOf(visit)?.time ?? END_OF_TIME, facts.leftAt);
  const times: CallableTime[] = [];
  let from = start;
  for (const held of heldTimes(visit)) {
    times.push({ from, until: Math.min(held.from, end) });
    from = Math.max(held.until, start);
  }
  times.push({ from, until: end });
  return times.filter((time) => time.from < time.until);
}

/** When a visit was held, for whatever causes; ascending and apart. */
function heldTimes({ steps }: Visit): CallableTime[] {
  const times: CallableTime[] = [];
  const open = new Set<string>();
  let since = END_OF_TIME;
  for (const { type, data, time } of steps) {
    if (type === STEPS.hold) {
      if (open.size === 0) since = time;
      open.add(data.cause);
    } else if (type === STEPS['hold-lift'] && open.delete(data.cause) && open.size === 0) {
      times.push({ from: since, until: time });
    }
  }
  return open.size === 0 ? times : [...times, { from: since, until: END_OF_TIME }];
}
