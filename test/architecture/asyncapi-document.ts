/* The AsyncAPI document, made from the published types. */
import { NOUNS, PUBLISHED_TYPES } from '#libs/integration-events';
import type { PublishedNoun, PublishedType, Topic } from '#libs/integration-events';

type Json = Readonly<Record<string, unknown>>;

const DESCRIPTION =
  `What the world may know of the border, as CloudEvents 1.0 in binary mode: attributes in \`ce_\`
headers, the data alone as value. At least once and in order per key: pass over an event whose \`ce_id\` you have seen.
No plates, no persons, no free text.`.replaceAll('\n', ' ');

/** The AsyncAPI 3 document of the topics, the same text for the same code. */
export function asyncApiDocument(): Json {
  const nouns = Object.values(NOUNS);
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'truckflow events',
      version: '1',
      description: DESCRIPTION,
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(nouns.map((noun) => [channelOf(noun.topic), channel(noun)])),
    operations: Object.fromEntries(
      nouns.map(({ topic }) => [`publish-${channelOf(topic)}`, operation(topic)]),
    ),
    components: {
      messages: Object.fromEntries(PUBLISHED_TYPES.map((type) => [nameOf(type), message(type)])),
      messageTraits: { cloudEvent: { headers: HEADERS } },
    },
  };
}

/** `truck-flow.truck-visit.v1` is the channel `truck-visit`. */
function channelOf(topic: Topic): string {
  return topic.split('.')[1] ?? topic;
}

/** `vn.truckflow.BorderCrossed.v1` is `BorderCrossedV1`. */
function nameOf({ type }: PublishedType): string {
  const [name = '', version = ''] = type.split('.').slice(-2);
  return `${name}${version.toUpperCase()}`;
}

function typesOn(topic: Topic): string[] {
  return PUBLISHED_TYPES.filter((type) => type.topic === topic).map(nameOf);
}

function channel({ topic, about }: PublishedNoun): Json {
  const messages = typesOn(topic).map((name) => [name, { $ref: `#/components/messages/${name}` }]);
  return { address: topic, description: about, messages: Object.fromEntries(messages) as Json };
}

function operation(topic: Topic): Json {
  const path = `#/channels/${channelOf(topic)}`;
  return {
    action: 'send',
    channel: { $ref: path },
    messages: typesOn(topic).map((name) => ({ $ref: `${path}/messages/${name}` })),
    bindings: { kafka: { bindingVersion: '0.5.0' } },
  };
}

function message(type: PublishedType): Json {
  return {
    name: type.type,
    title: nameOf(type),
    summary: type.meaning,
    contentType: 'application/json',
    traits: [{ $ref: '#/components/messageTraits/cloudEvent' }],
    payload: { schemaFormat: 'application/schema+json;version=draft-07', schema: draft07(type) },
    bindings: { kafka: { key: { type: 'string', description: 'ce_subject' }, bindingVersion: '0.5.0' } },
  };
}

/** The schemas use nothing that is newer than draft 7; its parsers only have to be told so. */
function draft07({ schema }: PublishedType): Json {
  const { $schema: _dialect, $id: _id, ...rest } = schema;
  return JSON.parse(JSON.stringify(rest)) as Json;
}

const TEXT = { type: 'string' };

const HEADERS: Json = {
  type: 'object',
  required: [
    ...['ce_specversion', 'ce_id', 'ce_type', 'ce_source', 'ce_subject', 'ce_time'],
    ...['ce_dataschema', 'ce_traceparent', 'content-type'],
  ],
  properties: {
    ce_specversion: { const: '1.0' },
    ce_id: { ...TEXT, format: 'uuid', description: 'equal for every copy of one event' },
    ce_type: TEXT,
    ce_source: { ...TEXT, format: 'uri-reference', description: '/border-gates/<gate>' },
    ce_subject: TEXT,
    ce_time: { ...TEXT, format: 'date-time', description: 'when it happened, in the offset of the report' },
    ce_dataschema: { ...TEXT, format: 'uri', description: '$id of the JSON Schema of the data' },
    ce_traceparent: { ...TEXT, pattern: '^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$' },
    'content-type': { const: 'application/json' },
  },
};
