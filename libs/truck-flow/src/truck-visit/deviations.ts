/* Deviations: what was recorded against the order of work or a rule, derived from the history. */
import type { Source } from '#libs/event-sourcing';
import { hoursAt } from '../border-gate/state';
import type { Gate } from '../border-gate/state';
import type { OpeningHours, Weekday } from '../border-gate/events';
import type { RejectionCode } from '../rejection';
import type { Step } from './events';
import type { Lapse } from './lapses';
import { modeOf } from './handover-mode';
import { objectionsTo } from './requirements';
import { isDoubleScan } from './said-twice';
import { evolveVisit, notArrived, onHand } from './state';
import type { Visit } from './state';

/** A local wall clock reading: what the gate's clock shows at an instant. */
export interface LocalTime {
  /** ISO date `2021-12-25`. */
  readonly date: string;
  readonly weekday: Weekday;
  /** `HH:MM`, 24 hours. */
  readonly time: string;
}

/** Reads the gate's clock; given by the caller because zones are data, not rules. */
export type LocalClock = (instant: number) => LocalTime;

export type DeviationCode =
  | Exclude<RejectionCode, 'GATE_SUSPENDED'>
  | 'CALLED_WHILE_SUSPENDED'
  | 'CROSSED_WHILE_SUSPENDED'
  | 'OUTSIDE_HOURS'
  | 'AFTER_END'
  | 'SEEN_ELSEWHERE'
  | 'RETURNED_LATE'
  | 'ONE_PERSON'
  | 'OUT_OF_TURN'
  | Lapse['code'];

/** What was recorded out of order or against a rule. Computed from event-time order, never stored. */
export interface Deviation {
  readonly code: DeviationCode;
  readonly eventId: string;
  readonly at: string;
  readonly detail: string;
  /** OUT_OF_TURN: how many trucks were passed. */
  readonly passed?: number;
}

/**
 * All deviations of one visit, in the order of its steps. A report that arrives later may clear one. A second scan that
 * came in before the first deviates from nothing, as it would not have been recorded after it.
 */
export function deviationsOf(steps: readonly Step[], gate: Gate, clock: LocalClock): Deviation[] {
  const deviations: Deviation[] = [];
  let visit = notArrived;
  for (const step of steps) {
    const found = isDoubleScan(step, visit) ? [] : against(step, visit, gate, clock);
    for (const [code, detail] of found) {
      deviations.push({ code, eventId: step.eventId, at: step.at, detail });
    }
    visit = evolveVisit(visit, step);
  }
  return deviations;
}

type Finding = readonly [code: DeviationCode, detail: string];

function against(step: Step, visit: Visit, gate: Gate, clock: LocalClock): Finding[] {
  return [
    ...objectionsTo(step, visit, gate).map(({ code, detail }): Finding => [shown(code, step), detail]),
    ...afterEnd(step, visit),
    ...seenElsewhere(step, visit),
    ...outsideHours(step, gate, clock),
    ...returnedLate(step, visit, gate, clock),
    ...byOnePerson(step, visit),
  ];
}

function shown(code: RejectionCode, step: Step): DeviationCode {
  if (code !== 'GATE_SUSPENDED') return code;
  return step.type === 'truckVisit.BorderCrossed.v1' ? 'CROSSED_WHILE_SUSPENDED' : 'CALLED_WHILE_SUSPENDED';
}

const AFTER_CROSSING = new Set<Step['type']>(['truckVisit.DeliveredAbroad.v1', 'truckVisit.ReturnedHome.v1']);

function afterEnd(step: Step, visit: Visit): Finding[] {
  if (visit.arrival === undefined || onHand(visit) || step.type === 'truckVisit.SeenElsewhere.v1') return [];
  if (visit.ending === undefined && AFTER_CROSSING.has(step.type)) return [];
  return [['AFTER_END', 'the visit had ended']];
}

/** The record had the truck on hand here; what ended the visit before clears it. */
function seenElsewhere(step: Step, visit: Visit): Finding[] {
  if (step.type !== 'truckVisit.SeenElsewhere.v1' || !onHand(visit)) return [];
  return [['SEEN_ELSEWHERE', `the truck stood at ${step.data.gate}`]];
}

/** Hours refuse nothing; a call-forward or crossing outside the hours of every lane is shown. */
function outsideHours(step: Step, gate: Gate, clock: LocalClock): Finding[] {
  if (step.type !== 'truckVisit.TruckCalledForward.v1' && step.type !== 'truckVisit.BorderCrossed.v1')
    return [];
  const local = clock(step.time);
  if (hoursAt(gate, step.time).some((hours) => isOpen(hours, local))) return [];
  return [['OUTSIDE_HOURS', `${local.time} on ${local.date} is outside the hours of every lane`]];
}

const DUTIES: readonly Step['type'][] = ['truckVisit.CustomsCleared.v1', 'truckVisit.Disinfected.v1'];
/** Of most trucks there is none; one that another person placed or lifted gave that person a part. */
const HOLDS: readonly Step['type'][] = ['truckVisit.HoldPlaced.v1', 'truckVisit.HoldLifted.v1'];
/** Only people have duties to separate: not an import, nor the system of a carrier or of the opposite side. */
const BY_PEOPLE: readonly Source[] = ['OPERATOR', 'DEVICE'];

/** Customs, disinfection and crossing of one truck, and its holds, all recorded by one person (separation of duties). */
function byOnePerson(step: Step, { steps }: Visit): Finding[] {
  if (step.type !== 'truckVisit.BorderCrossed.v1') return [];
  if (DUTIES.some((duty) => !steps.some(({ type }) => type === duty))) return [];
  const { sub } = step.metadata.actor;
  const all = [...steps.filter(({ type }) => DUTIES.includes(type) || HOLDS.includes(type)), step];
  const isAlone = all.every(
    ({ metadata: { actor, source } }) => actor.sub === sub && BY_PEOPLE.includes(source),
  );
  return isAlone ? [['ONE_PERSON', 'one person alone recorded customs, disinfection and crossing']] : [];
}

const WEEK: readonly Weekday[] = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'];

/** `to` before or equal to `from` runs over midnight; the morning part then belongs to the day before. */
export function isOpen({ weekdays, from, to }: OpeningHours, { weekday, time }: LocalTime): boolean {
  if (from < to) return weekdays.includes(weekday) && from <= time && time < to;
  const dayBefore = WEEK[(WEEK.indexOf(weekday) + 6) % 7];
  const morning = dayBefore !== undefined && weekdays.includes(dayBefore) && time < to;
  return morning || (weekdays.includes(weekday) && from <= time);
}

/** Closed-loop tractors come back the same day (H-12). */
function returnedLate(step: Step, visit: Visit, gate: Gate, clock: LocalClock): Finding[] {
  if (step.type !== 'truckVisit.ReturnedHome.v1' || visit.crossing === undefined) return [];
  const mode = modeOf(visit, gate, step.time);
  if (mode !== 'CLOSED_LOOP_TRACTOR') return [];
  if (clock(visit.crossing.time).date === clock(step.time).date) return [];
  return [['RETURNED_LATE', 'the tractor did not return on the day it crossed']];
}
