import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020';
import { eventIdOf, hashOf, uuidV5 } from '#libs/event-sourcing';
import { CATEGORIES } from '#libs/truck-flow';
import { eventTypes } from '../../apps/api/src/catalogues/event-types';
import { startApi } from '../../apps/api/testing/api-under-test';
import { foldedSample } from './folded-sample';
import { catalogueTypes, storedSamples } from './stored-samples';

const INTERNAL = CATEGORIES.flatMap(({ internalTypes }) => internalTypes);
const samples = storedSamples();
const ajv = new Ajv2020({ strict: false, validateFormats: false });
const schemas = new Map(eventTypes().map(({ type, data }) => [type, data]));

/** What is wrong with data by the published schema, which is open to fields of later versions; here they are faults. */
function faultsOf(type: string, data: object): string[] {
  const schema = schemas.get(type) ?? false;
  const validate = ajv.compile(schema);
  const known = schema === false ? [] : Object.keys((schema as { properties: object }).properties);
  const unknown = Object.keys(data).filter((field) => !known.includes(field));
  const wrong = validate(data)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
  return [...unknown.map((field) => `/${field} is not in the schema`), ...wrong];
}

test('every stored type of the domain has a sample (npm run samples writes it), and every sample its type', () => {
  expect([...samples.keys()].sort()).toEqual(catalogueTypes());
});

test('the catalogue shows every type but the internal ones', () => {
  const shown = eventTypes().map(({ type }) => type);
  expect(shown.sort()).toEqual(catalogueTypes().filter((type) => !INTERNAL.includes(type)));
});

/** Events of visits as they are written since they carry their gate. */
const carrying = storedSamples(join(__dirname, 'stored-events', 'carrying-gate'));

describe.each([
  ...[...samples].map(([type, sample]) => [type, sample, samples] as const),
  ...[...carrying].map(([type, sample]) => [type, sample, new Map([...samples, ...carrying])] as const),
])('%s', (type, sample, beside) => {
  const { event } = sample;

  test('is still the event that was sealed', () => {
    const { stream, revision, eventId, data, metadata } = event;
    const dataText = JSON.stringify(data);
    expect(event.type).toBe(type);
    const { commandId, index } = metadata;
    // Ids of older events do not tell their stream.
    expect([uuidV5(commandId, `${index}`), eventIdOf(commandId, index, stream)]).toContain(eventId);
    expect(hashOf({ stream, revision, type, eventId, dataText }, metadata)).toBe(metadata.hash);
  });

  test('is still folded to what it meant', () => {
    expect(foldedSample(beside, sample)).toEqual(sample.folded);
  });

  if (INTERNAL.includes(type)) return;
  test('fits its published schema', () => {
    expect(faultsOf(type, event.data as object)).toEqual([]);
  });
});

test('what the server records today fits the published schemas, and its routes are those of the catalogue', async () => {
  const border = await startApi();
  const visitId = await border.arrive('2021-12-25T06:40:00+07:00', '12C-045.67', { place: 'HUU_NGHI_YARD' });
  await border.step(visitId, 'yard-exit', '2021-12-25T07:40:00+07:00', { yard: 'HUU_NGHI_YARD' });
  await border.step(visitId, 'crossing', '2021-12-25T08:40:00+07:00', {
    observed: true,
    observation: 'seen',
  });
  const log = await border.store.readAll(-1n, 1000);
  const recorded = log.filter(({ type }) => !INTERNAL.includes(type));
  expect(recorded.flatMap(({ type, data }) => faultsOf(type, data as object))).toEqual([]);
  const document = await border.app.inject({ method: 'GET', url: '/openapi.json' });
  const { paths } = document.json<{ paths: Readonly<Record<string, object>> }>();
  const unknown = eventTypes().filter(({ route }) => !('post' in (paths[route.slice('POST '.length)] ?? {})));
  expect(unknown.map(({ route }) => route)).toEqual([]);
  await border.close();
});
