import { SingleBar } from 'cli-progress';
import { ApiClient, partsOf, tokenFor } from '../server/api-client';
import { StandaloneProcess } from '../server/standalone-process';
import { DEMO_ENDS, generateAutumn2021 } from '../scenarios/autumn-2021/generate';
import { boardTable } from './board-table';
import type { BoardAnswer } from './board-table';

/* npm run demo: the border on the evening of 25 December 2021, loaded through the import, and a server that stays. */

const ALL = ['*'];

async function main(): Promise<void> {
  const server = await StandaloneProcess.start({ ...DEFAULTS, ...process.env });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void server.stop());
  try {
    await play(server.address);
  } catch (error) {
    await server.stop();
    throw error;
  }
  process.exitCode = (await server.ended()) ?? 0;
}

/** Loads the scenario and prints the board and what to try next. */
async function play(address: string): Promise<void> {
  const importer = new ApiClient(
    address,
    await tokenFor({ sub: 'demo', roles: ['gate-manager'], gates: ALL, yards: ALL }),
  );
  const position = await load(importer);
  const manager = new ApiClient(address, await tokenFor({ sub: 'demo', roles: ['manager'] }));
  await show(manager, position);
  process.stdout.write(whatNext(address));
}

const DEFAULTS = { DATA_DIR: './data-demo' };

/** Sends the scenario part by part, each after the last was answered. Loaded twice, it changes nothing. */
async function load(client: ApiClient): Promise<bigint> {
  process.stdout.write('Writing the movement log of 30 September to 25 December 2021 …\n');
  const parts = [...partsOf(generateAutumn2021({ seed: 1, until: DEMO_ENDS }))];
  const total = parts.reduce((sum, { lines }) => sum + lines, 0);
  const bar = new SingleBar({
    format: '{bar} {percentage} % · {value} of {total} movements · {rate} a second',
  });
  const begin = performance.now();
  bar.start(total, 0, { rate: 0 });
  let done = 0;
  let position = -1n;
  for (const { text } of parts) {
    const answers = await client.import(text);
    const refused = answers.find(({ status }) => status !== 200);
    if (refused !== undefined) throw new Error(`line ${refused.line}: ${JSON.stringify(refused.problem)}`);
    done += answers.length;
    for (const answer of answers)
      if (BigInt(answer.position ?? -1) > position) position = BigInt(answer.position ?? -1);
    bar.update(done, { rate: Math.round((done / (performance.now() - begin)) * 1000) });
  }
  bar.stop();
  const seconds = (performance.now() - begin) / 1000;
  process.stdout.write(`${done} movements recorded in ${seconds.toFixed(1)} s, every one of them durable.\n`);
  return position;
}

async function show(client: ApiClient, position: bigint): Promise<void> {
  const at = encodeURIComponent(DEMO_ENDS);
  const boards = await whenSeen(() => client.get<BoardAnswer>(`/gate-boards?at=${at}&after=${position}`));
  process.stdout.write(`\nThe border at ${DEMO_ENDS}\n\n${boardTable(boards)}\n\n`);
}

const PATIENCE = 60;

/** The views follow within moments; after a long import they may need more than one wait. */
async function whenSeen<T>(ask: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await ask();
    } catch (error) {
      if (attempt === PATIENCE || !(error as Error).message.includes(' 503 ')) throw error;
    }
  }
}

function whatNext(address: string): string {
  const at = encodeURIComponent(DEMO_ENDS);
  return `Public board   ${address}/
Documentation  ${address}/docs

Try next, in another terminal:
  TOKEN=$(npm run -s token -- --role manager)
  curl -s -H "Authorization: Bearer $TOKEN" '${address}/api/v1/gate-boards/TAN_THANH/queue?limit=3&at=${at}'
  curl -s -H "Authorization: Bearer $TOKEN" '${address}/api/v1/gate-boards/ALL/days-to-clear?rate=286&at=${at}'
  curl -s -H "Authorization: Bearer $TOKEN" '${address}/api/v1/yards?at=${at}'

Ctrl-C ends the server; the data stays in ${process.env['DATA_DIR'] ?? DEFAULTS.DATA_DIR}.
`;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
