import type { GateAct } from './events';
import type { ActInForce, Gate } from './state';
import { ordersAgain, sameOrder } from './said-twice';
import { lanesOf, lastClosureAt, openLanes } from './lanes';
import { clears, expectedRatesAt, suspensionFor, suspensionsAt } from './suspension';
import type { Suspension } from './suspension';

export type GateStatus = 'OPEN' | 'REDUCED' | 'SUSPENDED';

export interface StatusInForce {
  readonly status: GateStatus;
  /** The act that makes it so; of an open gate the act whose beginning or end opened it, undefined from registration on. */
  readonly by: GateAct | undefined;
  /** Since when the status has been the same, in epoch milliseconds. */
  readonly since: number;
}

/**
 * SUSPENDED: no lane clears anything. REDUCED: a lane or commodity is stopped, or resumed with a rate. It is that
 * of the lanes that are open: a lane that is closed beside others reduces nothing, and with all of them no truck clears.
 */
export function statusAt(gate: Gate, time: number): StatusInForce {
  const now = judged(gate, time);
  const changes = gate.acts.filter(isChange);
  const instants = [...new Set(changes.flatMap(({ from, until }) => [from, until]))]
    .filter((instant) => instant <= time)
    .sort((a, b) => b - a);
  let since = gate.registered?.time ?? 0;
  for (const [index, instant] of instants.entries()) {
    const before = instants[index + 1];
    const earlier = before === undefined ? 'OPEN' : judged(gate, before).status;
    if (earlier === now.status) continue;
    since = instant;
    break;
  }
  const by = now.by ?? changes.findLast(({ from, until }) => from === since || until === since);
  return { status: now.status, by: by?.act, since };
}

const CHANGES: readonly GateAct['type'][] = [
  'borderGate.GateSuspended.v1',
  'borderGate.GateResumed.v1',
  'borderGate.LaneOpened.v1',
  'borderGate.LaneClosed.v1',
];

function isChange({ act }: ActInForce): boolean {
  return CHANGES.includes(act.type);
}

/** The status at an instant; `by` is what stops or slows the gate then. */
function judged(
  gate: Gate,
  time: number,
): { readonly status: GateStatus; readonly by: ActInForce | undefined } {
  if (openLanes(gate, time).length === 0 && lanesOf(gate).length > 0)
    return { status: 'SUSPENDED', by: lastClosureAt(gate, time) };
  const whole = suspensionFor(gate, time, []);
  if (whole !== undefined) return { status: 'SUSPENDED', by: whole };
  const by = lastLimitOf(gate, time) ?? expectedRatesAt(gate, time)[0]?.by;
  return { status: by === undefined ? 'OPEN' : 'REDUCED', by };
}

/** Of the suspensions the one that was ordered last; where it only repeats another, that one. */
function lastLimitOf(gate: Gate, time: number): Suspension | undefined {
  const suspensions = suspensionsAt(gate, time);
  const last = suspensions.at(-1);
  return last && suspensions.find(({ act }) => sameOrder(act, last.act));
}

/** The status of one lane: SUSPENDED when it clears nothing, REDUCED for some goods or with a rate, else OPEN. */
export function laneStatusAt(gate: Gate, time: number, lane: string): GateStatus {
  if (!clears(gate, time, [], lane)) return 'SUSPENDED';
  const slowed = expectedRatesAt(gate, time).some((rate) => rate.lane === lane);
  const limited = suspensionsAt(gate, time).some(({ act }) => (act.data.lane ?? lane) === lane);
  return slowed || limited ? 'REDUCED' : 'OPEN';
}

/** Acts that were ordered by `time` and begin after it, ascending by their beginning; what is ordered again, once. */
export function upcomingActs(gate: Gate, time: number): ActInForce[] {
  const ahead = gate.acts.filter(({ act, from }) => act.time <= time && from > time);
  return ahead.filter((said, i) => !ordersAgain(gate, said, ahead.slice(0, i)));
}
