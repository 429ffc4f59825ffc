import { clears } from '#libs/truck-flow';
import type { Gate } from '#libs/truck-flow';

/** Event time in epoch milliseconds: `from` inclusive, `until` exclusive. */
export interface OpenTime {
  readonly from: number;
  readonly until: number;
}

const known = new WeakMap<Gate, Map<string, readonly OpenTime[]>>();

/**
 * When a gate was not suspended for goods, as the rows of the line name them: JSON text of their cargo classes and
 * commodities. Ascending and apart; looked at once for each history of a gate and kind of goods.
 */
export function openTimes(gate: Gate, goods: string): readonly OpenTime[] {
  let ofGate = known.get(gate);
  if (ofGate === undefined) {
    ofGate = new Map();
    known.set(gate, ofGate);
  }
  let times = ofGate.get(goods);
  if (times === undefined) {
    times = timesOf(gate, JSON.parse(goods) as string[]);
    ofGate.set(goods, times);
  }
  return times;
}

function timesOf(gate: Gate, goods: readonly string[]): OpenTime[] {
  const changes = gate.acts.flatMap(({ from, until }) => [from, until]).filter((time) => time < Infinity);
  const begins = [-Infinity, ...[...new Set(changes)].sort((a, b) => a - b)];
  const times: OpenTime[] = [];
  for (const [index, from] of begins.entries()) {
    if (!clears(gate, from, goods)) continue;
    const until = begins[index + 1] ?? Infinity;
    const last = times.at(-1);
    if (last?.until === from) times[times.length - 1] = { from: last.from, until };
    else times.push({ from, until });
  }
  return times;
}

export function isOpenFor(gate: Gate, goods: string, time: number): boolean {
  return openTimes(gate, goods).some(({ from, until }) => from <= time && time < until);
}
