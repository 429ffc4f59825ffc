import { Type } from '@sinclair/typebox';
import type { Static, TObject } from '@sinclair/typebox';
import { instant, part, revision, uuid } from './fields';

/** What the world calls one kind of event: its name, the topic it goes to, and the shape of its data. */
export interface Contract<Details extends TObject = TObject> {
  /** `vn.truckflow.BorderCrossed.v1`; it never changes meaning. */
  readonly type: string;
  readonly topic: Topic;
  readonly meaning: string;
  /** Who it is about; the same for every event of a topic. */
  readonly subject: TObject;
  /** What is published beside that; a correction carries it anew. */
  readonly details: Details;
}

/** Its key is the id of the stream. */
export type Topic = `truck-flow.${string}.v1`;

const RECORDED = {
  eventTime: Type.String({
    format: 'date-time',
    description: 'when it happened, in the offset of the report',
  }),
  recordTime: Type.String({ format: 'date-time', description: 'when it was recorded, UTC' }),
  revision: Type.String({
    ...revision(),
    description: 'place among the events of this subject; grows, with gaps',
  }),
};

export type DetailsOf<Of extends Contract> = Static<Of['details']>;

/** JSON Schema of an event's data, open to fields of later versions. */
export function dataSchema({ type, meaning, subject, details }: Contract): TObject {
  const fields = { ...subject.properties, ...RECORDED, ...details.properties };
  return Type.Object(fields, {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: schemaIdOf(type),
    title: type,
    description: meaning,
  });
}

/** Names the schema of a type and version; `ce_dataschema` says it. */
export function schemaIdOf(type: string): string {
  return `urn:${type.replaceAll('.', ':').replace('vn:truckflow', 'truckflow:schema')}`;
}

/** Shape of a correction of any of these: which event, why, and what is published in its place. */
export function correctionOf(contracts: readonly Contract[]) {
  const replacements = contracts.map(({ type, details }) =>
    part({ type: Type.Literal(type), eventTime: instant(), details }),
  );
  return part({
    correctedEvent: uuid(),
    reason: Type.Unsafe<'DID_NOT_OCCUR' | 'INCORRECT_DATA'>({
      type: 'string',
      enum: ['DID_NOT_OCCUR', 'INCORRECT_DATA'],
    }),
    replacement: Type.Optional(
      Type.Unsafe<Replacement>({
        oneOf: replacements,
        description: 'what counts instead of the corrected event; absent when that did not occur',
      }),
    ),
  });
}

/** What counts instead of a corrected event: its type, its time, and all its details. */
export interface Replacement {
  readonly type: string;
  readonly eventTime: string;
  readonly details: object;
}
