import type { RecordedEvent } from '#libs/event-sourcing';
import type { TruckVisitEvent } from '../src/truck-visit/events';
import { CLEARED, logOf } from './visit-story';

export type By = readonly [sub: string, role: string, source?: string];

/** A log whose events were recorded by these people, the first by somebody. */
export function recordedBy(events: readonly (readonly [event: TruckVisitEvent, by: By])[]): RecordedEvent[] {
  const log = logOf([...CLEARED, ...events.map(([event]) => event)]);
  return log.map((event, index) => {
    const by = events[index - CLEARED.length]?.[1];
    if (by === undefined) return event;
    const [sub, role, source = 'OPERATOR'] = by;
    return {
      ...event,
      metadata: { ...event.metadata, actor: { sub, agency: null }, role, source: source as 'OPERATOR' },
    };
  });
}
