import { DAY, localTime } from './calendar';
import { GATE_ACTS } from './gate-acts';
import { gateDays } from './gate-autumn';
import { MovementWriter } from './movement-line';
import type { MovementLine, TimedLine } from './movement-line';
import { GATES } from './periods';
import type { GateCode } from './periods';

/* The movement log of the autumn of 2021 at three gates, in the order of event time. */

/** The last second of the whole scenario. */
export const AUTUMN_ENDS = '2022-01-02T23:59:59+07:00';
/** The evening on which 4,204 trucks waited. */
export const DEMO_ENDS = '2021-12-25T23:59:59+07:00';
/** A week of traffic for tests: the opening stock and seven days. */
export const FIRST_WEEK_ENDS = '2021-10-07T23:59:59+07:00';

export interface AutumnOptions {
  /** Whole number; the same seed gives the same bytes. */
  readonly seed: number;
  /** RFC 3339, inclusive; nothing later is written. An earlier end gives a prefix of the same lines. */
  readonly until?: string;
  /** The gates to write, all by default. A gate's lines do not depend on the others. */
  readonly gates?: readonly GateCode[];
}

/** Line objects in the order of event time; at equal times gate acts first, a truck's steps in their order. */
export function* autumn2021Lines({
  seed,
  until = AUTUMN_ENDS,
  gates = GATES,
}: AutumnOptions): Generator<MovementLine> {
  const last = localTime(until);
  const days = GATES.filter((gate) => gates.includes(gate)).map((gate) => ({
    acts: actsOf(seed, gate),
    days: gateDays(seed, gate),
  }));
  for (;;) {
    const batch = days.flatMap(({ days: rest, acts }) => {
      const next = rest.next();
      if (next.done === true) return [];
      const { day, lines } = next.value;
      return [{ day, lines, acts: acts.filter(({ time }) => isWithin(time, day)) }];
    });
    const [first] = batch;
    if (first === undefined || first.day > last) return;
    // Sorting is stable: acts are first, so they stay first at equal times.
    const lines = [...batch.flatMap(({ acts }) => acts), ...batch.flatMap(({ lines: all }) => all)];
    lines.sort((one, other) => one.time - other.time);
    for (const { time, line } of lines) if (time <= last) yield line;
  }
}

/** The same as NDJSON, a line at a time with its line feed. */
export function* generateAutumn2021(options: AutumnOptions): Generator<string> {
  for (const line of autumn2021Lines(options)) yield `${JSON.stringify(line)}\n`;
}

function actsOf(seed: number, gate: GateCode): TimedLine[] {
  const writer = new MovementWriter(seed, gate);
  return GATE_ACTS.filter((dated) => dated.gate === gate).map(({ act, time, body }) =>
    writer.gateAct(act, time, body),
  );
}

function isWithin(time: number, day: number): boolean {
  return time >= day && time < day + DAY;
}
