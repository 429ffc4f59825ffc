/* Suspensions of a gate: which lanes and goods are stopped at an instant. */
import type { TrucksPerDay } from './events';
import { decidingActs, lanesOf, openLanes } from './lanes';
import { inForce } from './state';
import type { ActInForce, Gate } from './state';

export type Suspension = ActInForce<'borderGate.GateSuspended.v1'>;
type Resumption = ActInForce<'borderGate.GateResumed.v1'>;

/** A suspension with those of the lanes asked for that no resumption has opened again since. */
export interface OnLanes {
  readonly suspension: Suspension;
  readonly lanes: readonly string[];
}

/**
 * What is stopped at an instant. A resumption ends what began before or with it: without a lane everything, with a
 * lane whatever stops that lane. A suspension whose lanes have all been resumed, together or one by one, is over.
 */
export function stoppedAt(gate: Gate, time: number, lanes: readonly string[]): OnLanes[] {
  const resumptions = inForce(gate, 'borderGate.GateResumed.v1', time);
  return inForce(gate, 'borderGate.GateSuspended.v1', time)
    .map((suspension) => ({
      suspension,
      lanes: lanes.filter((lane) => stops(suspension, lane) && !resumed(suspension, lane, resumptions)),
    }))
    .filter(({ lanes }) => lanes.length > 0);
}

function stops({ act }: Suspension, lane: string): boolean {
  return act.data.lane === undefined || act.data.lane === lane;
}

function resumed(suspension: Suspension, lane: string, resumptions: readonly Resumption[]): boolean {
  return resumptions.some((resumption) => follows(resumption, suspension) && opens(resumption, lane));
}

function opens({ act }: Resumption, lane: string): boolean {
  return act.data.lane === undefined || act.data.lane === lane;
}

function follows(later: ActInForce, earlier: ActInForce): boolean {
  return later.from > earlier.from || (later.from === earlier.from && later.act.time >= earlier.act.time);
}

/** The suspensions in force at an instant that still stop something of the open lanes, ascending by their beginning. */
export function suspensionsAt(gate: Gate, time: number): Suspension[] {
  return stoppedAt(gate, time, openLanes(gate, time)).map(({ suspension }) => suspension);
}

/**
 * The suspension that keeps a truck with these goods (cargo classes and commodities) from the named lane, or from
 * every open lane when none is named; undefined when at least one lane clears it, or none is open. Of several lanes' suspensions it is
 * the one that began last: only then the last lane closed.
 */
export function suspensionFor(
  gate: Gate,
  time: number,
  goods: readonly string[],
  lane?: string,
): Suspension | undefined {
  const asked = lane === undefined ? openLanes(gate, time) : [lane];
  const stopped = stoppedAt(gate, time, asked).filter(({ suspension }) => concerns(suspension, goods));
  let last: Suspension | undefined;
  for (const one of asked) {
    const closing = stopped.find(({ lanes }) => lanes.includes(one))?.suspension;
    if (closing === undefined) return undefined;
    if (last === undefined || closing.from > last.from) last = closing;
  }
  return last;
}

/**
 * Does the named lane take a truck with these goods at an instant, or any lane when none is named: is it open, and not
 * suspended for them? A gate of which no lane is known takes all.
 */
export function clears(gate: Gate, time: number, goods: readonly string[], lane?: string): boolean {
  return isOpenAt(gate, time, lane) && suspensionFor(gate, time, goods, lane) === undefined;
}

/** Is the named lane open at an instant, or any when none is named? A gate of which no lane is known has no closed one. */
export function isOpenAt(gate: Gate, time: number, lane?: string): boolean {
  if (lanesOf(gate).length === 0) return true;
  const open = openLanes(gate, time);
  return lane === undefined ? open.length > 0 : open.includes(lane);
}

/**
 * Is a lane of the gate suspended for these goods at an instant, or closed until a stated time? What was closed for good
 * stops nobody for a while.
 */
export function isAnyLaneStopped(gate: Gate, time: number, goods: readonly string[]): boolean {
  const isClosed = [...decidingActs(gate, time).values()].some(
    ({ type, data }) => type === 'borderGate.LaneClosed.v1' && 'until' in data,
  );
  return (
    isClosed || stoppedAt(gate, time, lanesOf(gate)).some(({ suspension }) => concerns(suspension, goods))
  );
}

function concerns({ act }: Suspension, goods: readonly string[]): boolean {
  const { commodityScope } = act.data;
  return commodityScope === undefined || commodityScope.some((scope) => goods.includes(scope));
}

/** A lane that was resumed with an expected rate, by the act that brought that rate. */
export interface ExpectedRate {
  readonly lane: string;
  readonly trucksPerDay: TrucksPerDay;
  readonly by: Resumption;
}

/** The open lanes whose latest resumption in force names an expected rate. */
export function expectedRatesAt(gate: Gate, time: number): ExpectedRate[] {
  const resumptions = inForce(gate, 'borderGate.GateResumed.v1', time);
  const suspensions = inForce(gate, 'borderGate.GateSuspended.v1', time);
  return openLanes(gate, time).flatMap((lane) => {
    const by = bringing(
      resumptions.filter((resumption) => opens(resumption, lane)),
      suspensions.filter((suspension) => stops(suspension, lane)),
    );
    const trucksPerDay = by?.act.data.expectedRate;
    return by === undefined || trucksPerDay === undefined ? [] : [{ lane, trucksPerDay, by }];
  });
}

/** The resumption that brought the rate of the last: one that repeats another, nothing stopped between, brings nothing. */
function bringing(
  resumptions: readonly Resumption[],
  suspensions: readonly Suspension[],
): Resumption | undefined {
  return resumptions.findLast((resumption, index) => {
    const before = resumptions[index - 1];
    if (before === undefined || !sameRate(before, resumption)) return true;
    return suspensions.some((stop) => !follows(before, stop) && follows(resumption, stop));
  });
}

function sameRate({ act: a }: Resumption, { act: b }: Resumption): boolean {
  return (
    a.data.expectedRate?.min === b.data.expectedRate?.min &&
    a.data.expectedRate?.max === b.data.expectedRate?.max
  );
}
