/** Who acted, as the token said it: `sub` and `agency` of the claims. */
export interface Actor {
  readonly sub: string;
  readonly agency: string | null;
}

/** The device that reported, by its own name and running number (headers `Device-Id`, `Device-Sequence`). */
export interface Device {
  readonly id: string;
  readonly sequence: string | null;
}

/** Where a report came from. */
export type Source = 'OPERATOR' | 'DEVICE' | 'CARRIER' | 'OPPOSITE_SIDE' | 'IMPORT';

/** What a writer knows of an event before it is stored. Times are RFC 3339. */
export interface NewEventMetadata {
  /** When it happened, with the offset it was reported in. */
  readonly eventTime: string;
  readonly actor: Actor;
  /** The actor's roles, sorted, joined by one space. */
  readonly role: string;
  readonly device: Device | null;
  readonly source: Source;
  /** UUIDv5 of the actor and the idempotency key; equal for every event of one command. */
  readonly commandId: string;
  /** Place of the event among the events of its command, from 0. */
  readonly index: number;
  /** SHA-256 of method, path and body of the request, in hex. */
  readonly requestHash: string;
  readonly correlation: string | null;
  readonly causation: string | null;
  /** Version of the policy the decision was judged by. */
  readonly policyVersion: string | null;
  readonly schemaVersion: number;
}

/** What an event that no request asked for says of one. */
export const NO_REQUEST = {
  role: '',
  index: 0,
  requestHash: '',
  correlation: null,
  causation: null,
  policyVersion: null,
  schemaVersion: 1,
} as const satisfies Partial<NewEventMetadata>;

/** What is stored beside an event. `recordTime` is UTC and never decreases within a stream. */
export interface EventMetadata extends NewEventMetadata {
  readonly recordTime: string;
  /** Hash of the event before it in the same stream; null for the first. */
  readonly prevHash: string | null;
  /** SHA-256 over the fields that `hashOf` lists, in hex. */
  readonly hash: string;
}

/** Something the caller should know about an accepted command. `pointer` is a JSON pointer into the body. */
export interface Warning {
  readonly code: string;
  readonly pointer: string;
  /** How many were passed, where that is what it warns of. */
  readonly passed?: number;
}

/** An event as a decision hands it over: its stored name, its data, and when it happened. */
export interface DomainEvent<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly data: Data;
  /** RFC 3339 with offset. */
  readonly eventTime: string;
}

/** An event on its way into a stream. `eventId` is derived (`eventIdOf`), so a repeated append is recognised. */
export interface NewEvent<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly eventId: string;
  readonly data: Data;
  readonly metadata: NewEventMetadata;
}

/**
 * An event as the log holds it.
 * `revision` counts within the stream from 0; `position` counts in the log, grows with every event, and is the
 * only order over streams. Neither is ever a JavaScript number.
 */
export interface RecordedEvent<Type extends string = string, Data = unknown> {
  readonly stream: string;
  readonly revision: bigint;
  readonly position: bigint;
  readonly type: Type;
  readonly eventId: string;
  readonly data: Data;
  readonly metadata: EventMetadata;
}
