import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seal } from '#libs/event-sourcing';
import type { RecordedEvent } from '#libs/event-sourcing';
import { messageOf, PUBLISHED_TYPES, Translator } from '#libs/integration-events';
import type { Message } from '#libs/integration-events';
import { format, resolveConfig } from 'prettier';
import { foldedSample } from './folded-sample';
import { recordedExample } from './recorded-example';
import { sampledStreams } from './sampled-streams';
import { catalogueTypes, storedSamples } from './stored-samples';
import type { StoredSample } from './stored-samples';

/** Where the samples are: a folder of stored events and a file of published messages, one a line. */
export interface SamplePlaces {
  readonly folder: string;
  readonly messages: string;
}

/**
 * Writes what a new stored type needs to be readable and published for ever: its sample and, if it is published, its
 * first message. What is there is never changed. Answers what was written, in words.
 * @throws Error where a sample has to be written by hand, before anything is written.
 */
export async function writeNewSamples({ folder, messages }: SamplePlaces): Promise<string[]> {
  const types = catalogueTypes().filter((type) => !existsSync(join(folder, `${type}.json`)));
  const events: RecordedEvent[] = [];
  for (const type of types) events.push(await recordedExample(type));
  const files: string[] = [];
  for (const event of events) files.push(await writeSample(folder, event));
  return [...files, ...(await appendMessages({ folder, messages }))];
}

async function writeSample(folder: string, recorded: RecordedEvent): Promise<string> {
  const samples = storedSamples(folder);
  const event = afterTheSampled(recorded, samples);
  const folded = foldedSample(samples, { event, folded: undefined });
  const stored = { ...event, revision: String(event.revision), position: String(event.position) };
  const file = join(folder, `${event.type}.json`);
  const options = await resolveConfig(file);
  const text = await format(JSON.stringify({ event: stored, folded }), { ...options, parser: 'json' });
  writeFileSync(file, text, { flag: 'wx' });
  return file;
}

/** The event as the next of its stream, where other samples are of that stream: one revision is one event. */
function afterTheSampled(event: RecordedEvent, samples: ReadonlyMap<string, StoredSample>): RecordedEvent {
  const { stream, data } = event;
  const sampled = [...samples.values()].filter((sample) => sample.event.stream === stream);
  const [last] = sampled.map((sample) => sample.event).sort((a, b) => Number(b.revision - a.revision));
  if (last === undefined) return event;
  const { recordTime } = event.metadata;
  const place = { stream, revision: last.revision + 1n, recordTime, prevHash: last.metadata.hash };
  const metadata = seal(event, { ...place, dataText: JSON.stringify(data) });
  return { ...event, revision: place.revision, metadata };
}

async function appendMessages({ folder, messages }: SamplePlaces): Promise<string[]> {
  const samples = storedSamples(folder);
  const lines = readFileSync(messages, 'utf8').trimEnd().split('\n');
  const kept = new Set(lines.map((line) => (JSON.parse(line) as Message).headers['ce_type']));
  const missing = PUBLISHED_TYPES.filter(({ type }) => !kept.has(type));
  for (const { storedType } of missing) {
    const sample = samples.get(storedType);
    const told = sample && (await new Translator(sampledStreams(samples)).translate(sample.event));
    if (told === undefined) throw new Error(`${storedType} has no sample that can be published`);
    appendFileSync(messages, `${JSON.stringify(messageOf(told))}\n`);
  }
  return missing.map(({ type }) => `${messages}: ${type}`);
}
