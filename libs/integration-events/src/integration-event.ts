import type { Topic } from './contract';

/**
 * Something that happened, in the published language, with the attributes of CloudEvents 1.0. The same stored event
 * always becomes the same one, so whoever has seen its `id` has seen all of it.
 */
export interface IntegrationEvent {
  /** Id of the stored event. */
  readonly id: string;
  /** `vn.truckflow.BorderCrossed.v1`. */
  readonly type: string;
  /** `/border-gates/<gate>`; of what names no gate a path without one. */
  readonly source: string;
  /** The visit, gate, yard, dedicated driver or other thing it is about; also its key. */
  readonly subject: string;
  /** When it happened, RFC 3339 in the offset it was reported in. */
  readonly time: string;
  /** Names the JSON Schema of `data`. */
  readonly dataschema: string;
  /** W3C trace context: the events of one command are one trace. */
  readonly traceparent: string;
  readonly topic: Topic;
  /** Code of the gate it belongs to; empty where no gate is known of it. */
  readonly gate: string;
  /** Does it bind every gate? */
  readonly bindsEveryGate?: true;
  /** The gate it belonged to before this very event moved it. */
  readonly formerGate?: string;
  readonly data: Readonly<Record<string, unknown>>;
}
