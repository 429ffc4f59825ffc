import { commandIdOf, eventIdOf } from '#libs/event-sourcing';
import type { EventStore } from '#libs/event-sourcing';

/** Appends the arrival of an invented truck at NORTH_GATE; `data` changes or adds fields. Answers its position. */
export async function arrive(store: EventStore, visitId: string, data: object = {}): Promise<bigint> {
  const commandId = commandIdOf('mai', visitId);
  const event = {
    type: 'truckVisit.TruckArrived.v1',
    eventId: eventIdOf(commandId, 0, `truckVisit-${visitId}`),
    data: {
      visitId,
      gate: 'NORTH_GATE',
      direction: 'EXPORT',
      tractor: { plate: '12C04567' },
      bodyType: 'BOX',
      consignments: [{ consignmentId: visitId, cargoClass: 'DRY' }],
      ...data,
    },
    metadata: {
      eventTime: '2021-12-15T06:40:00+07:00',
      actor: { sub: 'mai', agency: null },
      role: 'gate-operator',
      device: null,
      source: 'OPERATOR' as const,
      commandId,
      index: 0,
      requestHash: commandId,
      correlation: null,
      causation: null,
      policyVersion: null,
      schemaVersion: 1,
    },
  };
  return (await store.append(`truckVisit-${visitId}`, [event], 'noStream')).position;
}
