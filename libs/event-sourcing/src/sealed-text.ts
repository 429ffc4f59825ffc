import { hash } from 'node:crypto';
import type { Actor, Device, EventMetadata, NewEventMetadata, Source } from './event';

/** An event as an engine that keeps texts stores it. `contextText` is `contextTextOf` of its metadata. */
export interface SealedText {
  readonly prevHash: string | null;
  readonly stream: string;
  /** Decimal. */
  readonly revision: string;
  readonly type: string;
  readonly eventId: string;
  readonly eventTime: string;
  readonly recordTime: string;
  readonly contextText: string;
  readonly dataText: string;
}

type ContextFields = readonly [
  actor: Actor,
  role: string,
  device: Device | null,
  source: Source,
  commandId: string,
  index: number,
  requestHash: string,
  correlation: string | null,
  causation: string | null,
  policyVersion: string | null,
  schemaVersion: number,
];

/** The fields from actor to schema version as one JSON array, in the order and spelling in which they are hashed. */
export function contextTextOf(metadata: NewEventMetadata): string {
  const { actor, device } = metadata;
  const fields: ContextFields = [
    { sub: actor.sub, agency: actor.agency },
    metadata.role,
    device === null ? null : { id: device.id, sequence: device.sequence },
    metadata.source,
    metadata.commandId,
    metadata.index,
    metadata.requestHash,
    metadata.correlation,
    metadata.causation,
    metadata.policyVersion,
    metadata.schemaVersion,
  ];
  return JSON.stringify(fields);
}

/** The metadata of an event that was stored as texts. */
export function metadataOfTexts(
  event: Pick<SealedText, 'eventTime' | 'contextText' | 'recordTime' | 'prevHash'>,
  hash: string,
): EventMetadata {
  const fields = JSON.parse(event.contextText) as ContextFields;
  return {
    eventTime: event.eventTime,
    actor: fields[0],
    role: fields[1],
    device: fields[2],
    source: fields[3],
    commandId: fields[4],
    index: fields[5],
    requestHash: fields[6],
    correlation: fields[7],
    causation: fields[8],
    policyVersion: fields[9],
    schemaVersion: fields[10],
    recordTime: event.recordTime,
    prevHash: event.prevHash,
    hash,
  };
}

/**
 * The hash that `hashOf` gives for the same event, over texts that are already serialised: nothing is parsed or
 * serialised twice on the way to the disk, and a check covers the stored text to the last byte.
 */
export function hashOfTexts(event: SealedText): string {
  const { prevHash, contextText } = event;
  const fields =
    `[${prevHash === null ? 'null' : JSON.stringify(prevHash)},${JSON.stringify(event.stream)},"${event.revision}",` +
    `${JSON.stringify(event.type)},${JSON.stringify(event.eventId)},${JSON.stringify(event.eventTime)},` +
    `${JSON.stringify(event.recordTime)},${contextText.slice(1, -1)},${JSON.stringify(event.dataText)}]`;
  return hash('sha256', fields, 'hex');
}
