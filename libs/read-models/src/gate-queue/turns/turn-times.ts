/* When a truck stood in the line of its gate, in what state, and by which steps it went. */
import { callsOf, consignmentsOf, evolveVisit, notArrived, STEP_NAMES, STEPS } from '#libs/truck-flow';
import type { BodyType, CargoClass, Gate, Step, StepName, StepType, Visit } from '#libs/truck-flow';
import type { VisitSubject } from '../../subjects/subject';
import { END_OF_TIME, factsOf } from '../../visit-facts/visit-facts';

/** What of a truck decides its class, and whether its goods may go. */
export interface TruckFacts {
  readonly bodyType: BodyType;
  readonly carrier?: string;
  readonly consignments: readonly {
    readonly cargoClass: CargoClass;
    readonly commodity?: string;
    readonly tradeForm?: 'FORMAL' | 'INFORMAL';
  }[];
}

/** What is seen of a truck that stands in the line. */
interface Standing {
  readonly isCleared: boolean;
  readonly isHeld: boolean;
  readonly tractor: string;
  readonly facts: TruckFacts;
}

/**
 * A stretch of event time in which a truck stands in the line, uncalled: `from` inclusive, `until` exclusive, in epoch
 * milliseconds.
 */
export interface LineStretch extends Standing {
  readonly from: number;
  readonly until: number;
  /** Log position of the last report that it comes from. */
  readonly known: bigint;
}

/** A step by which a truck went: its call, else its handover, transfer or crossing. */
export interface Going {
  readonly step: Step;
  readonly name: StepName;
  /** As the truck stood right before it. */
  readonly tractor: string;
  readonly facts: TruckFacts;
  /** Log position of the report, or of its correction. */
  readonly known: bigint;
  readonly judged: CallJudgement;
}

/** A visit, its gate and all that is recorded of it. */
type Told = Pick<VisitSubject, 'visit' | 'gate' | 'recorded'>;

/** What was said of the order when a truck was called. */
export interface CallJudgement {
  /** The override by which it was called. */
  readonly override?: string;
  /** Only where an order was in force: the call was one of the next then, or by an override. */
  readonly policyVersion?: string;
  /** It was reported late, as a fact that nobody could refuse; the log position that the reporter had seen then, decimal. */
  readonly observed?: true;
  readonly seen?: string;
}

/** A call, and when it is over (epoch milliseconds): the truck then stands in the line again. */
interface CallTime {
  readonly step: Step;
  readonly over: number;
}

function callTimes({ visit, gate }: Told): CallTime[] {
  return callsOf(visit, gate).map(({ step, until }) => ({ step, over: Math.min(until, END_OF_TIME) }));
}

/** The steps by which a visit went, in event-time order. */
export function goingsOf(subject: Told): Going[] {
  const { visit } = subject;
  if (visit.arrival === undefined) return [];
  const gone = firstOf([visit.handover, visit.transfers[0], visit.crossing]);
  const calls = callTimes(subject).filter(({ step }) => step.time <= (gone?.time ?? END_OF_TIME));
  const isCalled = calls.some(({ over }) => gone !== undefined && gone.time < over);
  const steps = [...calls.map(({ step }) => step), ...(gone === undefined || isCalled ? [] : [gone])];
  return steps.map((step) => ({
    step,
    name: STEP_NAMES[step.type],
    ...standingBefore(visit, step),
    known: knownOf(subject, step),
    judged: judgementOf(step),
  }));
}

function judgementOf({ type, data }: Step): CallJudgement {
  if (type !== STEPS['call-forward']) return {};
  const { override, policyVersion, observed, judgedAt } = data;
  return {
    ...(override === undefined ? {} : { override }),
    ...(policyVersion === undefined ? {} : { policyVersion }),
    ...(observed === undefined ? {} : { observed, ...(judgedAt === undefined ? {} : { seen: judgedAt }) }),
  };
}

function firstOf(steps: readonly (Step | undefined)[]): Step | undefined {
  return steps.reduce(
    (first, step) => (step && !(first && first.time <= step.time) ? step : first),
    undefined,
  );
}

function standingBefore(visit: Visit, step: Step): Pick<Standing, 'tractor' | 'facts'> {
  const before = visit.steps.slice(0, visit.steps.indexOf(step)).reduce(evolveVisit, notArrived);
  return standingOf(before.arrival === undefined ? visit : before);
}

/** Log position from which on a step is known as it counts today. */
function knownOf({ recorded }: Told, { correctedBy, position }: Step): bigint {
  if (correctedBy === undefined) return position;
  return recorded.findLast(({ eventId }) => eventId === correctedBy)?.position ?? position;
}

/** The steps that change how a truck stands in the line. */
const SHAPING: readonly StepType[] = [
  STEPS.arrival,
  STEPS['customs-clearance'],
  STEPS['call-forward'],
  STEPS['vehicle-change'],
  STEPS['goods-receipt'],
  STEPS.hold,
  STEPS['hold-lift'],
];

/** When a truck stood in the line and was not called: from its arrival until its handover, transfer or end. */
export function lineStretches(subject: Told): LineStretch[] {
  const times = factsOf(subject.visit, subject.gate);
  if (times === undefined) return [];
  const end = Math.min(times.transferredAt ?? END_OF_TIME, times.leftAt);
  const calls = callTimes(subject);
  const uncalled: LineStretch[] = [];
  for (const stretch of standingTimes(subject, times.arrivedAt, end)) {
    uncalled.push(...withoutCalls(stretch, calls));
  }
  return uncalled;
}

/** Could a visit have gone at an instant, whether its gate cleared its goods or not? */
export function couldGo(visit: Visit, gate: Gate, at: number): boolean {
  return lineStretches({ visit, gate, recorded: [] }).some(
    ({ from, until, isCleared, isHeld }) => from <= at && at < until && isCleared && !isHeld,
  );
}

function withoutCalls(stretch: LineStretch, calls: readonly CallTime[]): LineStretch[] {
  const left: LineStretch[] = [];
  let { from } = stretch;
  for (const { step, over } of calls) {
    left.push({ ...stretch, from, until: Math.min(step.time, stretch.until) });
    from = Math.max(from, over);
  }
  left.push({ ...stretch, from });
  return left.filter((one) => one.from < one.until);
}

/** The time between two instants by how the truck stands in it; ascending, each other than the one before it. */
function standingTimes(subject: Told, begin: number, end: number): LineStretch[] {
  const found: LineStretch[] = [];
  let visit = notArrived;
  let known = -1n;
  const steps = subject.visit.steps;
  for (const [index, step] of steps.entries()) {
    visit = evolveVisit(visit, step);
    if (SHAPING.includes(step.type)) known = later(known, knownOf(subject, step));
    const from = Math.max(step.time, begin);
    const until = Math.min(steps[index + 1]?.time ?? END_OF_TIME, end);
    if (from >= until || visit.arrival === undefined) continue;
    const standing = standingOf(visit);
    const last = found.at(-1);
    if (last !== undefined && isSame(last, standing)) found[found.length - 1] = { ...last, until };
    else found.push({ ...standing, from, until, known });
  }
  return found;
}

function later(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

function standingOf(visit: Visit): Standing {
  const { arrival, customs, openHolds, carriage, carrier } = visit;
  return {
    isCleared: customs !== undefined,
    isHeld: openHolds.length > 0,
    tractor: carriage?.tractor ?? '',
    facts: {
      bodyType: arrival?.data.bodyType ?? 'OTHER',
      ...(carrier === undefined ? {} : { carrier }),
      consignments: consignmentsOf(visit).map(({ cargoClass, commodity, tradeForm }) => ({
        cargoClass,
        ...(commodity === undefined ? {} : { commodity }),
        ...(tradeForm === undefined ? {} : { tradeForm }),
      })),
    },
  };
}

function isSame(a: Standing, b: Standing): boolean {
  return (
    a.isCleared === b.isCleared &&
    a.isHeld === b.isHeld &&
    a.tractor === b.tractor &&
    JSON.stringify(a.facts) === JSON.stringify(b.facts)
  );
}
