import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Parser } from '@asyncapi/parser';
import { Ajv2020 } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import type { RecordedEvent } from '#libs/event-sourcing';
import { INTERNAL_EVENTS, jsonOf, messageOf, PUBLISHED_TYPES, Translator } from '#libs/integration-events';
import type { IntegrationEvent, Message } from '#libs/integration-events';
import { CloudEvent, Kafka } from 'cloudevents';
import { sampledStreams } from './sampled-streams';
import { catalogueTypes, storedSamples } from './stored-samples';

/* The published language held against the stored one, the schemas in the repository, and the standards it claims. */

/** Severities of the parser: 0 error, 1 warning. */
const WARNING = 1;
const ROOT = join(__dirname, '..', '..');
const samples = storedSamples();
const published = [...samples].filter(([type]) => !Object.hasOwn(INTERNAL_EVENTS, type));
const ajv = addFormats(new Ajv2020({ allErrors: true }));
const SCHEMAS = join(ROOT, 'libs/integration-events/schemas');
const kept = new Set(readdirSync(SCHEMAS).map((name) => name.slice(0, -'.json'.length)));
const fileOf = (type: string) => JSON.parse(readFileSync(join(SCHEMAS, `${type}.json`), 'utf8')) as object;
const schemas = new Map([...kept].map((type) => [type, fileOf(type)]));

const reader = sampledStreams(samples);

async function publish(event: RecordedEvent): Promise<IntegrationEvent> {
  const told = await new Translator(reader).translate(event);
  if (told === undefined) throw new Error(`${event.type} is not published`);
  return told;
}

/** One message of each type as it was published first. They are never written again: consumers hold on to them. */
const golden = new Map(
  readFileSync(join(__dirname, 'published-messages.ndjson'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Message)
    .map((message) => [message.headers['ce_type'] ?? '', message]),
);

/** Members of `data` that its schema does not name. The schema is open to later versions; today they are faults. */
function unnamedIn(data: object, schema: object): string[] {
  const { properties = {} } = schema as { properties?: Record<string, object> };
  return Object.entries(data).flatMap(([name, value]) => {
    const inner = properties[name];
    if (inner === undefined) return [name];
    const plain = typeof value === 'object' && value !== null && !Array.isArray(value);
    return plain && 'properties' in inner
      ? unnamedIn(value as object, inner).map((path) => `${name}.${path}`)
      : [];
  });
}

test('every stored type of the domain is translated or inside for a reason, never both', () => {
  const translated = PUBLISHED_TYPES.map(({ storedType }) => storedType);
  const inside = Object.keys(INTERNAL_EVENTS);
  expect([...translated, ...inside].sort()).toEqual(catalogueTypes());
  expect(Object.values(INTERNAL_EVENTS).filter((reason) => reason.length < 20)).toEqual([]);
});

test('every published type has its schema (npm run contracts writes it), and every schema its type', () => {
  expect([...kept].sort()).toEqual(PUBLISHED_TYPES.map(({ type }) => type).sort());
});

test('a message of every published type is kept (npm run samples adds it)', () => {
  expect([...golden.keys()].sort()).toEqual(PUBLISHED_TYPES.map(({ type }) => type).sort());
});

test('names, schemas and topics are each of one form, and no two types share a name', () => {
  const types = PUBLISHED_TYPES.map(({ type }) => type);
  expect(new Set(types).size).toBe(types.length);
  expect(types.filter((type) => !/^vn\.truckflow\.[A-Z][A-Za-z]+\.v[0-9]+$/.test(type))).toEqual([]);
  expect([...new Set(PUBLISHED_TYPES.map(({ topic }) => topic))]).toEqual([
    'truck-flow.truck-visit.v1',
    'truck-flow.border-gate.v1',
    'truck-flow.yard.v1',
    'truck-flow.dedicated-driver.v1',
    'truck-flow.gate-queue.v1',
    'truck-flow.legal-basis.v1',
    'truck-flow.policy-set.v1',
    'truck-flow.tariff.v1',
    'truck-flow.fee-account.v1',
  ]);
});

test('no schema has a place for a plate, a person, a company or free text', () => {
  const named: string[] = [];
  const collect = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const { properties } = value as { properties?: object };
    if (properties !== undefined) named.push(...Object.keys(properties));
    Object.values(value).forEach(collect);
  };
  [...schemas.values()].forEach(collect);
  const forbidden =
    /plate|person|phone|carrier|owner|broker|observation$|cause|place$|reasonText|^driver$|actor|device/i;
  expect([...new Set(named)].filter((name) => forbidden.test(name))).toEqual([]);
});

describe.each(published)('%s', (_stored, { event }) => {
  it('fits the schema in the repository, whole', async () => {
    const told = await publish(event);
    const schema = schemas.get(told.type) ?? false;
    const validate = ajv.compile(schema);
    expect([validate(told.data), validate.errors]).toEqual([true, null]);
    expect(unnamedIn(told.data, schema as object)).toEqual([]);
    expect(told.dataschema).toBe((schema as { $id: string }).$id);
  });

  it('becomes a message that any CloudEvents reader understands', async () => {
    const told = await publish(event);
    const message = messageOf(told);
    expect(Object.keys(message.headers).sort()).toEqual([
      ...['ce_dataschema', 'ce_id', 'ce_source', 'ce_specversion', 'ce_subject', 'ce_time'],
      ...['ce_traceparent', 'ce_type', 'content-type'],
    ]);
    const read = Kafka.toEvent({ ...message, body: message.value }) as CloudEvent;
    expect(read).toMatchObject({
      id: event.eventId,
      type: told.type,
      subject: told.subject,
      specversion: '1.0',
    });
    expect(message.headers['ce_time']).toBe(event.metadata.eventTime);
    expect(JSON.parse(message.value)).toEqual(told.data);
    expect(message.key).toBe(event.stream.slice(event.stream.indexOf('-') + 1));
  });

  it('is still published as it was (F-35)', async () => {
    const message = messageOf(await publish(event));
    expect(message).toEqual(golden.get(message.headers['ce_type'] ?? ''));
  });

  it('is the same in the JSON format, with the offset of the report', async () => {
    const told = await publish(event);
    const json = jsonOf(told);
    expect(new CloudEvent(json).validate()).toBe(true);
    expect(json).toMatchObject({
      time: event.metadata.eventTime,
      datacontenttype: 'application/json',
      data: told.data,
    });
  });

  it('holds no plate and no person of the sample', async () => {
    const text = JSON.stringify(messageOf(await publish(event)));
    const secrets = ['12C04567', '12R00321', '12C08890', 'driver-41', event.metadata.actor.sub];
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
  });
});

test('asyncapi.json is a document that the AsyncAPI parser takes without complaint', async () => {
  const text = readFileSync(join(ROOT, 'asyncapi.json'), 'utf8');
  const { document, diagnostics } = await new Parser().parse(text);
  expect(diagnostics.filter(({ severity }) => (severity as number) <= WARNING)).toEqual([]);
  const messages =
    document
      ?.channels()
      .all()
      .flatMap((channel) => channel.messages().all()) ?? [];
  expect(messages.map((message) => message.name()).sort()).toEqual(
    PUBLISHED_TYPES.map(({ type }) => type).sort(),
  );
});
