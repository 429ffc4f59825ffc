/*
 * File format of export and import, a log as lines of JSON: a first line with the format, an event a line in log order
 * with its exact texts and its hash, and a last line with their number and the digest of all lines before it.
 */
import { createHash } from 'node:crypto';
import { createInterface } from 'node:readline';
import { Ajv } from 'ajv';
import type { StoredText } from '#libs/event-sourcing';
import { AdminError } from './admin-error';
import { checkedPages } from './log-copying';

const FORMAT = { format: 'truckflow-log', version: 1 };
const PAGE = 500;
/** One write a line costs more than making the line. */
const CHUNK = 65_536;

interface LastLine {
  readonly events: number;
  readonly sha256: string;
}

const TEXT = { type: 'string' } as const;
const REVISION = { type: 'string', pattern: '^(0|[1-9][0-9]{0,18})$' };
const HASH = { type: 'string', pattern: '^[0-9a-f]{64}$' };
const EVENT_FIELDS = {
  stream: TEXT,
  revision: REVISION,
  type: TEXT,
  eventId: TEXT,
  eventTime: TEXT,
  recordTime: TEXT,
  contextText: TEXT,
  dataText: TEXT,
  prevHash: { ...HASH, nullable: true },
  hash: HASH,
};
/** The same order on every line, whichever engine the event comes from. */
const LINE_FIELDS = Object.keys(EVENT_FIELDS);
const ajv = new Ajv();
const isEvent = ajv.compile<StoredText>(closed(EVENT_FIELDS));
const isLastLine = ajv.compile<LastLine>(closed({ events: { type: 'integer', minimum: 0 }, sha256: HASH }));

function closed(properties: Readonly<Record<string, object>>): object {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}

/** The lines of a log, several at a time. */
export async function* writtenLines(pages: AsyncIterable<readonly StoredText[]>): AsyncGenerator<string> {
  const digest = createHash('sha256');
  let chunk = `${JSON.stringify(FORMAT)}\n`;
  let events = 0;
  for await (const page of pages) {
    for (const event of page) chunk += `${JSON.stringify(event, LINE_FIELDS)}\n`;
    events += page.length;
    if (chunk.length < CHUNK) continue;
    digest.update(chunk);
    yield chunk;
    chunk = '';
  }
  digest.update(chunk);
  const last: LastLine = { events, sha256: digest.digest('hex') };
  yield `${chunk}${JSON.stringify(last)}\n`;
}

/**
 * The events of such lines, checked one by one. What was read counts only once all of it was: the last line is checked at the end.
 * @throws AdminError FILE_FAULTY with the number of the first line that is not as it was written
 */
export function readLines(input: NodeJS.ReadableStream): AsyncGenerator<readonly StoredText[]> {
  return checkedPages(pagesOf(input), (reason, { stream, revision }, index) =>
    faulty(index + 2, `${reason} at ${stream} revision ${revision}`),
  );
}

async function* pagesOf(input: NodeJS.ReadableStream): AsyncGenerator<readonly StoredText[]> {
  const digest = createHash('sha256');
  let [line, events, isOver] = [0, 0, false];
  let page: StoredText[] = [];
  for await (const text of createInterface({ input, crlfDelay: Infinity })) {
    line += 1;
    if (isOver) throw faulty(line, 'there is something after the last line');
    const value = parsed(text, line);
    if (line === 1) assertFormat(value);
    else if (isEvent(value)) page.push(value);
    else isOver = true;
    if (isOver || page.length === PAGE) {
      events += page.length;
      // An event that is faulty is named by its own line before the last line is looked at.
      yield page;
      page = [];
    }
    if (isOver) assertEnds(value, { events, sha256: digest.digest('hex') }, line);
    else digest.update(`${text}\n`);
  }
  if (page.length > 0) yield page;
  if (!isOver) throw faulty(line + 1, 'the file ends before its last line; it was cut off');
}

function parsed(text: string, line: number): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new AdminError('FILE_FAULTY', `line ${line}: no JSON; it was cut off or changed`, { cause: error });
  }
}

function assertFormat(value: unknown): void {
  if (JSON.stringify(value) === JSON.stringify(FORMAT)) return;
  throw faulty(1, `no log of a format this program knows; it begins with ${JSON.stringify(FORMAT)}`);
}

/** Is this the last line of what came before it? @throws AdminError FILE_FAULTY */
function assertEnds(value: unknown, expected: LastLine, line: number): void {
  if (!isLastLine(value)) throw faulty(line, 'neither an event nor the last line');
  if (value.events !== expected.events)
    throw faulty(line, `${value.events} events were written, ${expected.events} are here`);
  if (value.sha256 !== expected.sha256)
    throw faulty(line, 'the lines before are not those that were written');
}

function faulty(line: number, what: string): AdminError {
  return new AdminError('FILE_FAULTY', `line ${line}: ${what}`);
}
