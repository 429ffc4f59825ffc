import { randomUUID } from 'node:crypto';
import type { NewEvent, NewEventMetadata, RecordedEvent } from '#libs/event-sourcing';
import { eventIdOf } from '#libs/event-sourcing';

/** Metadata in which every field that may be absent is there. */
export function fullMetadata(commandId: string, index: number): NewEventMetadata {
  return {
    eventTime: '2021-12-15T06:40:00+07:00',
    actor: { sub: 'operator-17', agency: 'BORDER_GUARD' },
    role: 'gate-operator yard-operator',
    device: { id: 'tablet-7', sequence: '4711' },
    source: 'DEVICE',
    commandId,
    index,
    requestHash: 'c0ffee'.padEnd(64, '0'),
    correlation: 'correlation-1',
    causation: 'causation-1',
    policyVersion: '2021-11-01',
    schemaVersion: 1,
  };
}

/** Metadata in which everything that may be absent is absent. */
export function bareMetadata(commandId: string, index: number): NewEventMetadata {
  return {
    ...fullMetadata(commandId, index),
    actor: { sub: 'operator-17', agency: null },
    device: null,
    correlation: null,
    causation: null,
    policyVersion: null,
  };
}

/** The event of one name: the same name always gives the same id and data. */
export function namedEvent(name: string): NewEvent {
  return {
    type: 'truckVisit.TruckArrived.v1',
    eventId: eventIdOf('00000000-0000-4000-8000-000000000000', Number.parseInt(name, 36), ''),
    data: { name },
    metadata: fullMetadata(name, 0),
  };
}

/** `count` events of one command that nobody else has. */
export function someEvents(count: number, data: unknown = { gate: 'TAN_THANH' }): NewEvent[] {
  const commandId = randomUUID();
  return Array.from({ length: count }, (_, index) => ({
    type: 'truckVisit.TruckArrived.v1',
    eventId: eventIdOf(commandId, index, ''),
    data,
    metadata: fullMetadata(commandId, index),
  }));
}

/** A stream that no other test uses, also on a server that outlives the test. */
export function freshStream(): string {
  return `truckVisit-${randomUUID()}`;
}

export function idsOf(events: readonly { readonly eventId: string }[]): string[] {
  return events.map((event) => event.eventId);
}

/** What an event was handed over with, without what the store added. */
export function asHandedOver({ type, eventId, data, metadata }: RecordedEvent): NewEvent {
  const added: ReadonlySet<string> = new Set(['recordTime', 'prevHash', 'hash']);
  const given = Object.entries(metadata).filter(([field]) => !added.has(field));
  return { type, eventId, data, metadata: Object.fromEntries(given) as unknown as NewEventMetadata };
}
