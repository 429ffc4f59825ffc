import { setTimeout as pause } from 'node:timers/promises';
import type { EventReader } from '#libs/event-sourcing';
import { messageOf, Translator } from '#libs/integration-events';
import type { Message } from '#libs/integration-events';
import { readTopics } from './read-topics';

const PAGE = 500;
const DRAIN_MILLISECONDS = 120_000;

/** What the topics hold of a log, held against it. */
export interface Comparison {
  readonly events: number;
  readonly repeated: number;
}

/**
 * Waits until the topics hold every event of the log, then holds them against it.
 * @throws Error naming what is lost, out of order within its key, or repeated with another content.
 */
export async function compareWithLog(
  log: EventReader,
  address: string,
  topics: readonly string[],
): Promise<Comparison> {
  const expected = (await expectedOf(log)).filter(({ topic }) => topics.includes(topic));
  const ids = new Set(expected.map(idOf));
  const deadline = performance.now() + DRAIN_MILLISECONDS;
  for (;;) {
    const kept = (await readTopics(address, topics)).filter((message) => ids.has(idOf(message)));
    const lost = ids.size - new Set(kept.map(idOf)).size;
    if (lost === 0) return compare(expected, kept);
    if (performance.now() > deadline) throw new Error(`${lost} of ${ids.size} events are not in the topics`);
    await pause(500);
  }
}

/** What the whole log is to the world. */
async function expectedOf(log: EventReader): Promise<Message[]> {
  const translator = new Translator(log);
  const messages: Message[] = [];
  for (let position = -1n; ;) {
    const page = await log.readAll(position, PAGE);
    for (const stored of page) {
      const event = await translator.translate(stored);
      if (event !== undefined) messages.push(messageOf(event));
      position = stored.position;
    }
    if (page.length === 0) break;
  }
  return messages;
}

function compare(expected: readonly Message[], kept: readonly Message[]): Comparison {
  const first = new Map<string, Message>();
  for (const message of kept) {
    const before = first.get(idOf(message));
    if (before === undefined) first.set(idOf(message), message);
    else if (textOf(before) !== textOf(message))
      throw new Error(`two contents of one id: ${textOf(message)}`);
  }
  const [told, meant] = [byKey([...first.values()]), byKey(expected)];
  for (const [key, ids] of meant) {
    if (ids.join() !== told.get(key)?.join()) throw new Error(`out of order or changed: ${key}`);
  }
  for (const message of expected) {
    const found = first.get(idOf(message));
    if (found === undefined || textOf(found) !== textOf(message))
      throw new Error(`changed: ${textOf(message)}`);
  }
  return { events: expected.length, repeated: kept.length - first.size };
}

function byKey(messages: readonly Message[]): Map<string, string[]> {
  const keys = new Map<string, string[]>();
  for (const message of messages) {
    const key = `${message.topic} ${message.key}`;
    const ids = keys.get(key) ?? [];
    keys.set(key, ids);
    ids.push(idOf(message));
  }
  return keys;
}

function idOf({ headers }: Message): string {
  return headers['ce_id'] ?? '';
}

function textOf({ topic, key, headers, value }: Message): string {
  return JSON.stringify([topic, key, Object.entries(headers).sort(), value]);
}
