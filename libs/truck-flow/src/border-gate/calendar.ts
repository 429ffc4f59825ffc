/* Calendar of a gate: what its acts meant for each lane, and how long. */
import type { GateAct } from './events';
import { decidingActs, lanesAt, lanesOf } from './lanes';
import { foldGate, hoursAt } from './state';
import type { ActInForce, Gate } from './state';
import { stoppedAt } from './suspension';

export type CalendarActType =
  | 'borderGate.GateSuspended.v1'
  | 'borderGate.GateResumed.v1'
  | 'borderGate.GateHoursChanged.v1'
  | 'borderGate.LaneOpened.v1'
  | 'borderGate.LaneClosed.v1';

/** An act as it showed on one lane, in epoch milliseconds: `from` inclusive, `until` exclusive. */
export interface LaneStretch {
  readonly act: GateAct<CalendarActType>;
  readonly lane: string;
  readonly from: number;
  readonly until: number;
  /** It shows on every day that it lasts; otherwise on the day on which it began. */
  readonly lasts: boolean;
}

export interface CalendarSpan {
  /** Epoch milliseconds, `until` exclusive. */
  readonly from: number;
  readonly until: number;
  /** Acts that were ordered later are left out, epoch milliseconds. */
  readonly known: number;
}

/**
 * What was ordered for each lane within a span, ascending by `from`. A closure or suspension lasts as long as it keeps trucks
 * from the lane, a resumption or change of hours as long as it says; one without an end, and every opening, is of the
 * day on which it begins.
 */
export function laneStretches({ acts }: Gate, { from, until, known }: CalendarSpan): LaneStretch[] {
  const gate = foldGate(
    acts.map(({ act }) => act).filter(({ time, type }) => time <= known || type === REGISTERED),
  );
  return [
    ...keepingAway(gate, from, until),
    ...gate.acts
      .flatMap((one) => ordered(gate, one))
      .filter((one) => one.from < until && overlaps(one, from)),
  ].sort((a, b) => a.from - b.from || lanesOf(gate).indexOf(a.lane) - lanesOf(gate).indexOf(b.lane));
}

const REGISTERED = 'borderGate.GateRegistered.v1';

function overlaps({ from, until, lasts }: LaneStretch, begin: number): boolean {
  return from >= begin || (lasts && until > begin);
}

/** Resumptions, changes of hours and openings: they show as they were ordered. */
function ordered(gate: Gate, { act, from, until }: ActInForce): LaneStretch[] {
  const lasting = until !== Infinity;
  const shown = (lanes: readonly string[], lasts: boolean): LaneStretch[] =>
    lanes.map((lane) => ({ act: act as GateAct<CalendarActType>, lane, from, until, lasts }));
  switch (act.type) {
    case 'borderGate.GateResumed.v1':
      return shown(act.data.lane === undefined ? namesAt(gate, from) : [act.data.lane], lasting);
    case 'borderGate.GateHoursChanged.v1': {
      const hours = [...act.data.hours, ...hoursAt(gate, from - 1)];
      return shown([...new Set(hours.map(({ lane }) => lane))], lasting);
    }
    case 'borderGate.LaneOpened.v1':
      return shown([act.data.lane], false);
    case REGISTERED:
    case 'borderGate.GateSuspended.v1':
    case 'borderGate.LaneClosed.v1':
    case 'borderGate.HandoverModeChanged.v1':
    case 'borderGate.ClearanceRateObserved.v1':
      return [];
  }
}

function namesAt(gate: Gate, time: number): readonly string[] {
  return lanesAt(gate, time).map(({ lane }) => lane);
}

/** Closures and suspensions, between the instants at which an act begins or ends. */
function keepingAway(gate: Gate, from: number, until: number): LaneStretch[] {
  const within = gate.acts
    .flatMap((act) => [act.from, act.until])
    .filter((time) => from < time && time < until);
  const instants = [...new Set([from, ...within])].sort((a, b) => a - b);
  const stretches = new Map<string, LaneStretch[]>();
  instants.forEach((instant, index) => {
    const end = instants[index + 1] ?? until;
    for (const { act, lane } of [...suspendedAt(gate, instant), ...closedAt(gate, instant)]) {
      const key = `${lane} ${act.eventId}`;
      const earlier = stretches.get(key) ?? [];
      const last = earlier.at(-1);
      if (last?.until === instant) earlier[earlier.length - 1] = { ...last, until: end };
      else earlier.push({ act, lane, from: instant, until: end, lasts: true });
      stretches.set(key, earlier);
    }
  });
  return [...stretches.values()].flat();
}

type OnLane = Pick<LaneStretch, 'act' | 'lane'>;

function suspendedAt(gate: Gate, time: number): OnLane[] {
  return stoppedAt(gate, time, namesAt(gate, time)).flatMap(({ suspension, lanes }) =>
    lanes.map((lane) => ({ act: suspension.act, lane })),
  );
}

function closedAt(gate: Gate, time: number): OnLane[] {
  return [...decidingActs(gate, time)].flatMap(([lane, act]) =>
    act.type === 'borderGate.LaneClosed.v1' ? [{ act, lane }] : [],
  );
}
