import { NO_REQUEST } from '#libs/event-sourcing';
import type { DomainEvent, RecordedEvent } from '#libs/event-sourcing';

/** Events as they would be recorded after `count` others, for folding only. */
export function asRecorded(events: readonly DomainEvent[], count: number): RecordedEvent[] {
  return events.map(({ type, data, eventTime }, index) => ({
    stream: '',
    revision: BigInt(count + index),
    position: BigInt(count + index),
    type,
    eventId: '',
    data,
    metadata: { ...UNRECORDED, eventTime },
  }));
}

/** Sorts behind everything recorded at the same event time. */
const UNRECORDED: Omit<RecordedEvent['metadata'], 'eventTime'> = {
  ...NO_REQUEST,
  recordTime: '9999-12-31T23:59:59.999Z',
  actor: { sub: '', agency: null },
  device: null,
  source: 'OPERATOR',
  commandId: '',
  prevHash: null,
  hash: '',
};
