/* Where the round of an order is, and which calls were in order, from the calls made since it took force. */
import type { DatabaseSync } from 'node:sqlite';
import { callsJudged, firstRound, roundAfter } from '#libs/truck-flow';
import type { CallableStretch, Gate, PlacedCall, Round } from '#libs/truck-flow';
import { callableParts, endedRows, lineRows } from '../turns/line-rows';
import type { LineRow } from '../turns/line-rows';
import { keptRounds } from './kept-rounds';
import type { KeptRound } from './kept-rounds';
import type { RuleInForce } from './rule-in-force';
import { classOfFacts } from './truck-classes';
import { FROM_THE_FIRST, turnsIn } from '../turns/turn-rows';
import type { Turn } from '../turns/turn-rows';

/** The line of a gate under an order of calls. */
export interface RuledLine {
  readonly code: string;
  readonly gate: Gate;
  readonly rule: RuleInForce;
}

/** Event time in epoch milliseconds, both inclusive. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/** A round is kept for every so much event time. */
const STEP = 6 * 3_600_000;

/**
 * The round after the calls of a gate up to an instant in epoch milliseconds, that instant included. It goes on from the
 * last round that is kept and that nothing recorded since has changed. `standing`: who stands in the line at that
 * instant.
 */
export function roundAt(
  db: DatabaseSync,
  line: RuledLine,
  at: number,
  standing = lineRows(db, { code: line.code, from: at, to: at }),
): Round {
  const { rule } = line;
  const kept = keptRounds(db, line);
  let { before, round } = kept.rounds.findLast((one) => one.before <= at) ?? {
    before: rule.from,
    round: firstRound(rule),
  };
  const range = { from: before, to: at };
  const stretches = ruledStretches(line, [...endedRows(db, { code: line.code, ...range }), ...standing]);
  const calls = callsIn(db, line, range);
  const later: KeptRound[] = [];
  for (const end of [...stepsBehind(calls, at), at + 1]) {
    const reaching = stretches.filter(({ from, until }) => from <= end && until >= before);
    const made = calls.filter((call) => before <= call.at && call.at < end);
    round = roundAfter(rule, reaching, made, round);
    before = end;
    if (end <= at) later.push({ before, round });
  }
  kept.keep(later);
  return round;
}

/** The ends of the steps in which calls were made, up to an instant. */
function stepsBehind(calls: readonly Call[], at: number): number[] {
  const ends = calls.map((call) => (Math.floor(call.at / STEP) + 1) * STEP);
  return [...new Set(ends)].filter((end) => end <= at).sort((a, b) => a - b);
}

/** Event ids of the calls of a stretch of time that were of one of the next trucks, by what is known of it now. */
export function callsInOrder(db: DatabaseSync, line: RuledLine, range: Range): ReadonlySet<string> {
  const { rule } = line;
  const since = roundAt(db, line, range.from - 1);
  const { inOrder } = callsJudged(rule, stretchesIn(db, line, range), callsIn(db, line, range), since);
  return new Set([...inOrder].map((call) => (call as Call).eventId));
}

/** Was a call of one of the next trucks by what was known at a log position? */
export function wasInOrder(
  db: DatabaseSync,
  line: RuledLine,
  call: Pick<Turn, 'eventId' | 'time'>,
  seen: number,
): boolean {
  const { rule } = line;
  const range = { from: rule.from, to: call.time };
  const stretches = stretchesIn(db, line, range).filter(({ known }) => known <= seen);
  const calls = callsIn(db, line, range).filter(
    ({ known, eventId }) => known <= seen || eventId === call.eventId,
  );
  return [...callsJudged(rule, stretches, calls).inOrder].some(
    (one) => (one as Call).eventId === call.eventId,
  );
}

function stretchesIn(db: DatabaseSync, line: RuledLine, range: Range): (LineRow & CallableStretch)[] {
  return ruledStretches(line, lineRows(db, { code: line.code, ...range }));
}

/** When trucks could have been called, with their classes. */
function ruledStretches({ gate, rule }: RuledLine, rows: readonly LineRow[]): (LineRow & CallableStretch)[] {
  return callableParts(rows, gate, rule).map((row) => ({ ...row, class: classOfFacts(rule, row.facts) }));
}

interface Call extends PlacedCall {
  readonly eventId: string;
  readonly known: number;
}

function callsIn(db: DatabaseSync, { code, rule }: RuledLine, { from, to }: Range): Call[] {
  return turnsIn(db, { code, from, to: to + 1, after: FROM_THE_FIRST }).flatMap((turn) => {
    const { step, visitId, queuedSince, time: at, eventId, known } = turn;
    return step === 'call-forward'
      ? [{ visitId, queuedSince, at, eventId, known, class: classOfFacts(rule, turn.facts) }]
      : [];
  });
}
