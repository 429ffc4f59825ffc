/*
 * npm run demo: the border on the evening of 25 December 2021, on a server whose clock says so and runs on. First the
 * visits of the last 14 days, then, while it is used already, the autumn before, then what happens from now on.
 */
import { parseArgs } from 'node:util';
import { ApiClient, tokenFor } from '../server/api-client';
import { AUTUMN_ENDS, DEMO_ENDS, autumn2021Lines } from '../scenarios/autumn-2021/generate';
import { boardTable } from './board-table';
import type { BoardAnswer } from './board-table';
import { demoLines } from './demo-lines';
import type { DemoLines } from './demo-lines';
import { DemoServer } from './demo-server';
import { loadInOrder, loadUntilTaken } from './load';
import { play } from './play';
import { thingsThatGoWrong } from './things-that-go-wrong';

const STARTS = '2021-12-25T20:00:00+07:00';
const ALL = ['*'];
const DEFAULTS = { DATA_DIR: './data-demo' };
const USAGE =
  'Usage: npm run demo -- [--speed 1]     seconds of the border in a second: 144 is a day in ten minutes';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { speed: { type: 'string', default: '1' }, help: { type: 'boolean' } },
  });
  const speed = Number(values.speed);
  if (values.help === true || !(speed > 0 && speed <= 86_400)) {
    process.stdout.write(`${USAGE}\n`);
    return;
  }
  const lines = demoLines([...autumn2021Lines({ seed: 1, until: AUTUMN_ENDS })], DEMO_ENDS);
  // No record is older than the one before: the clock begins with the first report.
  const begins = lines.first[0]?.body.at ?? STARTS;
  const server = await DemoServer.start({ ...DEFAULTS, ...settings() }, begins);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void server.stop());
  try {
    await show(server, lines, speed);
  } catch (error) {
    await server.stop();
    throw error;
  }
  process.exitCode = (await server.ended()) ?? 0;
}

function settings(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

async function show(
  server: DemoServer,
  { first, behind, following }: DemoLines,
  speed: number,
): Promise<void> {
  const claims = { sub: 'demo', roles: ['gate-manager', 'driver-pool-operator'], gates: ALL, yards: ALL };
  const importer = new ApiClient(server.address, await tokenFor(claims));
  const manager = new ApiClient(server.address, await tokenFor({ sub: 'demo', roles: ['manager'] }));
  const wrong = thingsThatGoWrong(first, following);
  process.stdout.write('Writing what the trucks of the last 14 days did …\n');
  const position = await loadInOrder(wrong.lines, importer, (at) => server.setClock(at, 0));
  await server.setClock(DEMO_ENDS, 0);
  await wrong.report(importer);
  process.stdout.write(await board(manager, position));
  await server.setClock(STARTS, speed);
  process.stdout.write(whatNext(server.address, speed));
  const playing = play(following, importer, server);
  process.stdout.write('Writing the autumn before …\n');
  const count = await loadUntilTaken(behind, importer);
  process.stdout.write(
    `The whole autumn is there: ${(wrong.lines.length + count).toLocaleString('en')} movements.\n`,
  );
  await playing;
}

async function board(client: ApiClient, position: bigint): Promise<string> {
  const at = encodeURIComponent(DEMO_ENDS);
  const boards = await client.get<BoardAnswer>(`/gate-boards?at=${at}&after=${position}`);
  return `\nThe border at ${DEMO_ENDS}\n\n${boardTable(boards)}\n\n`;
}

function whatNext(address: string, speed: number): string {
  return `There it is ${STARTS} now, and ${speed === 1 ? 'time goes on' : `${String(speed)} seconds pass in one`}.

Public board   ${address}/
Documentation  ${address}/docs

Try next, in another terminal:
  TOKEN=$(npm run -s token -- --role manager)
  curl -s -H "Authorization: Bearer $TOKEN" '${address}/api/v1/gate-boards/TAN_THANH/queue?limit=3'
  curl -s -H "Authorization: Bearer $TOKEN" '${address}/api/v1/gate-boards/HUU_NGHI/deviations?from=2021-12-25&to=2021-12-26'
  curl -s -H "Authorization: Bearer $TOKEN" '${address}/api/v1/gate-boards/ALL/days-to-clear?rate=286'

Ctrl-C ends the server; the data stays in ${process.env['DATA_DIR'] ?? DEFAULTS.DATA_DIR}.

`;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
