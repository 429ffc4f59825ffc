import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ApiClient, partsOf, tokenFor } from '../server/api-client';
import { StandaloneProcess } from '../server/standalone-process';
import { BareProcess } from './bare-process';
import { GateRequests } from './gate-requests';
import { untilIdle } from './process-usage';

const PATIENCE = 60_000;

export interface Served {
  readonly server: StandaloneProcess;
  readonly bare: BareProcess;
  /** Of somebody who may see the gates asked for, and no other. */
  readonly token: string;
}

/** A server with so many trucks on hand at each gate, and the bare reader of its views. */
export async function serve(
  directory: string,
  gates: readonly string[],
  trucks: number,
  asked: readonly string[] = gates,
): Promise<Served> {
  const settings = { PORT: '0', DATA_DIR: directory, TOKEN_RATE_LIMIT: '1000000000' };
  const server = await StandaloneProcess.start(settings);
  try {
    await fill(server, gates, trucks);
    const token = await tokenFor({ sub: 'operator-17', roles: ['gate-operator'], gates: [...asked] });
    return { server, token, bare: await BareProcess.start('bare-reader', viewsIn(directory)) };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function fill(server: StandaloneProcess, gates: readonly string[], trucks: number): Promise<void> {
  const chief = await tokenFor({ sub: 'chief', roles: ['gate-manager'], gates: ['*'], yards: ['*'] });
  const client = new ApiClient(server.address, chief);
  const requests = new GateRequests(chief);
  for (const gate of gates) {
    if (gate.startsWith('GATE_')) await register(client, gate);
    for (const { text } of partsOf(requests.arrivalLines(trucks, gate))) {
      const refused = (await client.import(text)).find(({ status }) => status !== 200);
      if (refused !== undefined) throw new Error(`an arrival was refused: ${JSON.stringify(refused)}`);
    }
  }
  await untilIdle(server.pid, PATIENCE);
}

async function register(client: ApiClient, gate: string): Promise<void> {
  const at = '2021-12-01T00:00:00+07:00';
  const name = { vi: gate, zh: gate, en: gate };
  const hours = [{ lane: 'MAIN', weekdays: ['MON'], from: '07:00', to: '19:00' }];
  const opened = {
    gate,
    name,
    timeZone: 'Asia/Ho_Chi_Minh',
    lanes: ['MAIN'],
    hours,
    handoverMode: 'FOREIGN_YARD',
    at,
  };
  const yard = {
    yard: `${gate}_YARD`,
    gate,
    name: gate,
    capacity: { min: 500, max: 700 },
    tenure: 'PERMANENT',
    at,
  };
  for (const [path, body] of [
    ['/border-gates', opened],
    ['/yards', yard],
  ] as const) {
    const answer = await client.post(path, `${path.slice(1)}-${gate}`, body);
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  }
}

/** The folder that holds the views. */
export function viewsIn(directory: string): string {
  const names = readdirSync(directory, { recursive: true, encoding: 'utf8' });
  const file = names.find((name) => /views-\d+\.sqlite$/.test(name));
  if (file === undefined) throw new Error('no views are built');
  return join(directory, dirname(file));
}
