import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashOf } from '#libs/event-sourcing';
import type { Message } from '#libs/integration-events';
import { foldedSample } from './folded-sample';
import { writeNewSamples } from './new-samples';
import { storedSamples } from './stored-samples';

/** As if these types were new: a registration, an act, a capacity, and steps that the record allows and forbids. */
const NEW: Readonly<Record<string, string>> = {
  'dedicatedDriver.Registered.v1': 'vn.truckflow.DedicatedDriverRegistered.v1',
  'borderGate.GateSuspended.v1': 'vn.truckflow.GateSuspended.v1',
  'yard.YardCapacityChanged.v1': 'vn.truckflow.YardCapacityChanged.v1',
  'truckVisit.CustomsCleared.v1': 'vn.truckflow.CustomsCleared.v1',
  'truckVisit.BorderCrossed.v1': 'vn.truckflow.BorderCrossed.v1',
};
const KEPT = {
  folder: join(__dirname, 'stored-events'),
  messages: join(__dirname, 'published-messages.ndjson'),
};

const root = mkdtempSync(join(tmpdir(), 'truckflow-samples-'));
const places = { folder: join(root, 'stored-events'), messages: join(root, 'messages.ndjson') };

const linesOf = (file: string) => readFileSync(file, 'utf8').trimEnd().split('\n');
const typeOf = (line: string) => (JSON.parse(line) as Message).headers['ce_type'] ?? '';
const older = linesOf(KEPT.messages).filter((line) => !Object.values(NEW).includes(typeOf(line)));

let written: readonly string[] = [];

beforeAll(async () => {
  cpSync(KEPT.folder, places.folder, { recursive: true });
  for (const type of Object.keys(NEW)) rmSync(join(places.folder, `${type}.json`));
  writeFileSync(places.messages, `${older.join('\n')}\n`);
  written = await writeNewSamples(places);
});

afterAll(() => {
  rmSync(root, { recursive: true });
});

test('every new type gets a sample and its first message, and nothing else is written', () => {
  expect([...written].sort()).toEqual(
    Object.entries(NEW)
      .flatMap(([stored, published]) => [
        join(places.folder, `${stored}.json`),
        `${places.messages}: ${published}`,
      ])
      .sort(),
  );
});

test('what was there stays as it was, byte for byte', () => {
  const names = readdirSync(KEPT.folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.json') && !Object.hasOwn(NEW, name.replace(/\.json$/, '')),
  );
  expect(names.length).toBeGreaterThan(20);
  const changed = names.filter(
    (name) =>
      readFileSync(join(places.folder, name), 'utf8') !== readFileSync(join(KEPT.folder, name), 'utf8'),
  );
  expect(changed).toEqual([]);
  expect(linesOf(places.messages).slice(0, older.length)).toEqual(older);
});

test.each(Object.keys(NEW))('the sample of %s is sealed, and says what its event comes to', (type) => {
  const samples = storedSamples(places.folder);
  const sample = samples.get(type);
  if (sample === undefined) throw new Error(`there is no sample of ${type}`);
  const { stream, revision, eventId, data, metadata } = sample.event;
  const dataText = JSON.stringify(data);
  expect(hashOf({ stream, revision, type, eventId, dataText }, metadata)).toBe(metadata.hash);
  expect(sample.folded).toEqual(foldedSample(samples, sample));
});

test('a step tells in its sample how far the visit came', () => {
  const folded = (type: string) => storedSamples(places.folder).get(type)?.folded;
  expect(folded('truckVisit.CustomsCleared.v1')).toMatchObject({ cleared: '305120' });
  expect(folded('truckVisit.BorderCrossed.v1')).toMatchObject({ stage: 'CROSSED', onHand: false });
  expect(folded('borderGate.GateSuspended.v1')).toMatchObject({ status: 'SUSPENDED' });
});

test('a second run writes nothing', async () => {
  const before = linesOf(places.messages);
  expect(await writeNewSamples(places)).toEqual([]);
  expect(linesOf(places.messages)).toEqual(before);
});

test('a type that no route records is named, and nothing is written', async () => {
  rmSync(join(places.folder, 'claim.Claimed.v1.json'));
  rmSync(join(places.folder, 'truckVisit.CustomsCleared.v1.json'));
  await expect(writeNewSamples(places)).rejects.toThrow('claim.Claimed.v1 comes of no route');
  expect(readdirSync(places.folder)).not.toContain('truckVisit.CustomsCleared.v1.json');
});
