/* Proof: one import on both engines ends in equal views. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { newestGeneration, viewFilePath } from '../../libs/projections/src/files/views-reader';
import { rowsOfViews } from '../../libs/projections/src/files/view-digest';
import { FakeEventStoreProcess } from '../fakes/eventstore';
import { generateAutumn2021 } from '../scenarios/autumn-2021/generate';
import { ApiClient, partsOf, tokenFor } from '../server/api-client';
import { StandaloneProcess } from '../server/standalone-process';

/** What differs between two runs of one history: when it was recorded and its position in the log, as columns … */
const OF_THE_RUN = ['recorded_at', 'record_time', 'position', 'version', 'known'];
/** … and within texts: members, places in the records of a visit, times in UTC, which only record times are, hashes. */
const WITHIN_TEXTS: readonly (readonly [RegExp, string])[] = [
  [/(\\*"(?:position|judgedAt|known)\\*":\\*")\d+/g, '$1'],
  [/(\[(?:\\?"\d+\\?",)?\\?")\d+(?=\\?",\\?"[a-zA-Z]+\.)/g, '$1'],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, ''],
  [/(\\?")[0-9a-f]{64}(?=\\?")/g, '$1'],
];
const EVERYTHING = ['*'];

/** One import of the scenario into one server, and what its views hold afterwards. */
export interface EngineRun {
  readonly lines: number;
  readonly refused: number;
  readonly seconds: number;
  /** Rows of every table of the views, as text, without what belongs to the run. */
  readonly rows: Readonly<Record<string, readonly string[]>>;
  /** The boards of the last evening as the API answers them. */
  readonly boards: string;
}

/** The event store to run on: a real one when EVENTSTORE_URL is set, else a fake in a process of its own. */
export async function withEventStore<Value>(work: (url: string) => Promise<Value>): Promise<Value> {
  const url = process.env['EVENTSTORE_URL'];
  if (url !== undefined) return work(url);
  const fake = await FakeEventStoreProcess.start({ noise: 0.05 });
  try {
    return await work(fake.url);
  } finally {
    await fake.kill();
  }
}

/** A server of one run, started again where it was killed. */
export class ServerOfRun {
  private constructor(
    private readonly settings: Readonly<Record<string, string>>,
    private readonly token: string,
    private server: StandaloneProcess,
  ) {}

  static async start(settings: Readonly<Record<string, string>>): Promise<ServerOfRun> {
    const everywhere = { gates: EVERYTHING, yards: EVERYTHING };
    const token = await tokenFor({ sub: 'importer', roles: ['gate-manager', 'manager'], ...everywhere });
    return new ServerOfRun(settings, token, await StandaloneProcess.start(settings));
  }

  get client(): ApiClient {
    return new ApiClient(this.server.address, this.token);
  }

  async killAndStart(): Promise<void> {
    await this.server.kill();
    this.server = await StandaloneProcess.start(this.settings);
  }

  stop(): Promise<void> {
    return this.server.stop();
  }

  /** Also of one that has ended. */
  kill(): Promise<void> {
    return this.server.kill();
  }
}

interface Imported {
  readonly lines: number;
  readonly refused: number;
  /** The last position that was answered. */
  readonly last: bigint;
}

interface RunOptions {
  /** Absent: the embedded store. */
  readonly url?: string;
  readonly settings?: Readonly<Record<string, string>>;
  /** Brings the lines to the server; part by part, once each, where nothing else is said. */
  readonly bring?: (server: ServerOfRun, lines: Iterable<string>) => Promise<Imported>;
}

/** Imports the autumn up to `until` into a server of its own. */
export async function runScenario(
  until: string,
  { url, settings = {}, bring = importAll }: RunOptions = {},
): Promise<EngineRun> {
  const directory = await mkdtemp(join(tmpdir(), 'truckflow-engine-'));
  const engine: Record<string, string> = url === undefined ? {} : { EVENTSTORE_URL: url };
  const server = await ServerOfRun.start({ DATA_DIR: directory, PORT: '0', ...engine, ...settings });
  try {
    const begun = performance.now();
    const imported = await bring(server, generateAutumn2021({ seed: 1, until }));
    const seconds = (performance.now() - begun) / 1_000;
    await server.client.get(`/gate-boards?after=${imported.last}`);
    const boards = await boardsAt(server.client, until);
    await server.stop();
    return { lines: imported.lines, refused: imported.refused, seconds, rows: rowsIn(directory), boards };
  } finally {
    await server.kill();
    await rm(directory, { recursive: true });
  }
}

async function importAll({ client }: ServerOfRun, all: Iterable<string>): Promise<Imported> {
  let [lines, refused, last] = [0, 0, -1n];
  for (const { text } of partsOf(all)) {
    for await (const { status, position } of client.importing(text)) {
      lines += 1;
      if (status !== 200) refused += 1;
      if (position !== null && BigInt(position) > last) last = BigInt(position);
    }
  }
  return { lines, refused, last };
}

async function boardsAt(client: ApiClient, until: string): Promise<string> {
  const at = encodeURIComponent(until);
  const paths = ['/gate-boards', '/gate-boards/TAN_THANH/queue', '/yards', '/gate-boards/ALL/days-to-clear'];
  const answers: unknown[] = [];
  for (const path of paths) {
    const { asOf: _, ...answer } = await client.get<Record<string, unknown>>(`${path}?at=${at}`);
    answers.push(answer);
  }
  return textOf(answers);
}

function rowsIn(directory: string): Record<string, string[]> {
  const db = new DatabaseSync(viewFilePath(directory, newestGeneration(directory) ?? 0), { readOnly: true });
  const tables = rowsOfViews(db, { without: OF_THE_RUN });
  db.close();
  // Views number a visit by its place in the log; what it is in both runs is its id.
  const ids = new Map(tables['visit_span']?.map(({ visit, visit_id: id }) => [visit, id]));
  const named = (row: Record<string, unknown>): Record<string, unknown> =>
    'visit' in row ? { ...row, visit: ids.get(row['visit']) } : row;
  return Object.fromEntries(
    Object.entries(tables).map(([table, rows]) => [table, rows.map((row) => textOf(named(row))).sort()]),
  );
}

/** A value as JSON, without what differs between two runs of one history. */
export function textOf(value: unknown): string {
  return WITHIN_TEXTS.reduce((text, [found, kept]) => text.replace(found, kept), JSON.stringify(value));
}

/** The tables that differ, each with the first row that does. */
export function differencesOf(one: EngineRun, other: EngineRun): string[] {
  const differences = Object.entries(one.rows).flatMap(([table, rows]) => {
    const others = other.rows[table] ?? [];
    const at = rows.findIndex((row, index) => row !== others[index]);
    if (at === -1 && rows.length === others.length) return [];
    return [
      `${table}: ${rows.length} and ${others.length} rows; ${rows[at] ?? ''} is not ${others[at] ?? ''}`,
    ];
  });
  const [ours, theirs] = [one.boards, other.boards];
  if (ours !== theirs) differences.push(`the boards differ: ${ours} is not ${theirs}`);
  return differences;
}

/** Rows of all tables together. */
export function rowCount({ rows }: EngineRun): number {
  return Object.values(rows).reduce((sum, { length }) => sum + length, 0);
}
