import { deviationsOf, lapsesOf } from '#libs/truck-flow';
import type { Deviation, Gate, Step } from '#libs/truck-flow';
import { zoneOf } from '../places/gate-source';
import { clockOf, endOfDay, localText } from '../paging/local-time';
import { END_OF_TIME } from './visit-facts';

/** A deviation of one visit, and between which event times it shows: `time` inclusive, `until` exclusive. */
export interface VisitDeviation extends Deviation {
  readonly time: number;
  readonly until: number;
  readonly recordTime: string;
}

/** What deviates in a visit by its own history and its gate's, in event-time order: what was done, then what lapsed. */
export function visitDeviations(steps: readonly Step[], gate: Gate): VisitDeviation[] {
  const zone = zoneOf(gate);
  const recordTimes = new Map(steps.map(({ eventId, metadata }) => [eventId, metadata.recordTime]));
  const done = deviationsOf(steps, gate, clockOf(zone)).map((deviation) => ({
    ...deviation,
    time: Date.parse(deviation.at),
    until: END_OF_TIME,
    recordTime: recordTimes.get(deviation.eventId) ?? '',
  }));
  const lapsed = lapsesOf(steps, gate, (instant) => endOfDay(zone, instant)).map(
    ({ code, detail, step, from, until }) => ({
      code,
      detail,
      eventId: step.eventId,
      at: localText(zone, from),
      time: from,
      until: Math.min(until, END_OF_TIME),
      recordTime: step.metadata.recordTime,
    }),
  );
  return [...done, ...lapsed].sort((a, b) => a.time - b.time);
}

/** The deviation as it is answered, without when it shows. */
export function shownDeviation({ code, eventId, at, detail, passed }: VisitDeviation): Deviation {
  return { code, eventId, at, detail, ...(passed === undefined ? {} : { passed }) };
}
