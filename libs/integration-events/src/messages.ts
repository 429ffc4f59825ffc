import { CloudEvent, Kafka } from 'cloudevents';
import type { IntegrationEvent } from './integration-event';

/** A message as a broker takes it. */
export interface Message {
  readonly topic: string;
  /** Messages of one key stay in order. */
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON of the event's data. */
  readonly value: string;
}

const JSON_TYPE = 'application/json';

function cloudEventOf({
  topic: _topic,
  gate: _gate,
  formerGate: _former,
  bindsEveryGate: _all,
  ...event
}: IntegrationEvent) {
  return new CloudEvent({ ...event, datacontenttype: JSON_TYPE });
}

/**
 * The event as a Kafka message, CloudEvents 1.0 in binary mode: attributes in `ce_` headers, the data alone as value.
 * The broker stamps it with the present and not with the event's time, or its retention would delete a late report
 * on arrival.
 */
export function messageOf(event: IntegrationEvent): Message {
  const { headers } = Kafka.binary(cloudEventOf(event));
  const told = Object.entries(headers).filter(
    (header): header is [string, string] => header[1] !== undefined,
  );
  return {
    topic: event.topic,
    key: event.subject,
    headers: Object.fromEntries(told.filter(([name]) => name !== 'ce_datacontenttype')),
    value: JSON.stringify(event.data),
  };
}

/** The event in the JSON format of CloudEvents. The library's own writer would turn its time into UTC. */
export function jsonOf(event: IntegrationEvent): Readonly<Record<string, unknown>> {
  const members = Object.entries(cloudEventOf(event)).filter(([, value]) => value !== undefined);
  return Object.fromEntries(members);
}
