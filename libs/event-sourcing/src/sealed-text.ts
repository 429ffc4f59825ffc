/* Canonical text of a stored event, over which its hash is made. */
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

type MetadataTexts = Pick<SealedText, 'eventTime' | 'contextText' | 'recordTime' | 'prevHash'>;

/**
 * Metadata whose context is parsed when something of it is first asked for: who folds a history needs its times, and
 * little else.
 */
class StoredMetadata implements EventMetadata {
  readonly eventTime: string;
  readonly recordTime: string;
  readonly prevHash: string | null;
  readonly #text: string;
  #context: ContextFields | undefined;

  constructor(
    texts: MetadataTexts,
    readonly hash: string,
  ) {
    this.eventTime = texts.eventTime;
    this.recordTime = texts.recordTime;
    this.prevHash = texts.prevHash;
    this.#text = texts.contextText;
  }

  get actor(): Actor {
    return this.context[0];
  }

  get role(): string {
    return this.context[1];
  }

  get device(): Device | null {
    return this.context[2];
  }

  get source(): Source {
    return this.context[3];
  }

  get commandId(): string {
    return this.context[4];
  }

  get index(): number {
    return this.context[5];
  }

  get requestHash(): string {
    return this.context[6];
  }

  get correlation(): string | null {
    return this.context[7];
  }

  get causation(): string | null {
    return this.context[8];
  }

  get policyVersion(): string | null {
    return this.context[9];
  }

  get schemaVersion(): number {
    return this.context[10];
  }

  private get context(): ContextFields {
    return (this.#context ??= JSON.parse(this.#text) as ContextFields);
  }
}

/** The metadata of an event that was stored as texts. */
export function metadataOfTexts(event: MetadataTexts, hash: string): EventMetadata {
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

/** The same, decoded when it is read: to be read field by field and never copied by spreading. */
export function lazyMetadataOfTexts(event: MetadataTexts, hash: string): EventMetadata {
  return new StoredMetadata(event, hash);
}

/** The exact text that is hashed: a JSON array of the fields that `hashOf` lists. */
export function sealedTextOf(event: SealedText): string {
  const { prevHash, contextText } = event;
  return (
    `[${prevHash === null ? 'null' : JSON.stringify(prevHash)},${JSON.stringify(event.stream)},"${event.revision}",` +
    `${JSON.stringify(event.type)},${JSON.stringify(event.eventId)},${JSON.stringify(event.eventTime)},` +
    `${JSON.stringify(event.recordTime)},${contextText.slice(1, -1)},${JSON.stringify(event.dataText)}]`
  );
}

/**
 * The hash that `hashOf` gives for the same event, over texts that are already serialised: nothing is parsed or
 * serialised twice on the way to the disk, and a check covers the stored text to the last byte.
 */
export function hashOfTexts(event: SealedText): string {
  return hash('sha256', sealedTextOf(event), 'hex');
}
