import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { REJECTIONS } from '#libs/truck-flow';
import type { RejectionCode } from '#libs/truck-flow';
import { autumn2021Lines } from '../scenarios/autumn-2021/generate';
import type { MovementLine } from '../scenarios/autumn-2021/movement-line';
import { deliver, planLateDelivery } from '../scenarios/late-reports';
import { ApiClient, tokenFor } from '../server/api-client';
import { StandaloneProcess } from '../server/standalone-process';

/** Late reports over HTTP: a gate without network delivers 200, six hours late, in any order, some twice. */

const ENDS = '2021-10-01T23:59:59+07:00';
const AT = encodeURIComponent(ENDS);
const GATES = ['HUU_NGHI', 'TAN_THANH', 'CHI_MA'];
const RANGE = 'from=2021-09-30&to=2021-10-02';

const BOARDS = [
  `/gate-boards?at=${AT}`,
  `/yards?at=${AT}`,
  ...GATES.flatMap((gate) => [
    `/gate-boards/${gate}/queue?limit=500&at=${AT}`,
    `/gate-boards/${gate}/dwell-times?${RANGE}&at=${AT}`,
    `/gate-boards/${gate}/throughput?${RANGE}&at=${AT}`,
    `/gate-boards/${gate}/deviations?${RANGE}&at=${AT}`,
    `/yards/${gate}_YARD/trucks?limit=500&at=${AT}`,
  ]),
];

/** What may differ: the position in the log, and when something was recorded. */
const OF_RECORDING = new Set(['asOf', 'recordedAt', 'recordTime', 'nextCursor']);

class Border {
  private constructor(
    private readonly directory: string,
    private readonly server: StandaloneProcess,
    private readonly client: ApiClient,
    private last: string,
  ) {}

  static async open(): Promise<Border> {
    const directory = await mkdtemp(join(tmpdir(), 'truckflow-late-'));
    const server = await StandaloneProcess.start({ DATA_DIR: directory, PORT: '0' });
    const all = ['*'];
    const claims = { sub: 'gate', roles: ['gate-manager', 'manager'], gates: all, yards: all };
    return new Border(directory, server, new ApiClient(server.address, await tokenFor(claims)), '-1');
  }

  async send(lines: readonly MovementLine[]): Promise<{ status: number; class?: string }[]> {
    const answers = await this.client.import(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    return answers.map(({ status, position, problem }) => {
      if (position !== null && BigInt(position) > BigInt(this.last)) this.last = position;
      return problem === undefined
        ? { status }
        : { status, class: REJECTIONS[problem.code as RejectionCode] };
    });
  }

  async boards(): Promise<unknown[]> {
    const boards: unknown[] = [];
    for (const path of BOARDS) boards.push(await this.client.get(`${path}&after=${this.last}`));
    return boards.map(
      (board) =>
        JSON.parse(
          JSON.stringify(board, (key, value: unknown) => (OF_RECORDING.has(key) ? undefined : value)),
        ) as unknown,
    );
  }

  async close(): Promise<void> {
    await this.server.stop();
    await rm(this.directory, { recursive: true });
  }
}

describe('200 reports six hours late, in any order, some twice', () => {
  const lines = [...autumn2021Lines({ seed: 7, until: ENDS })];
  let inOrder: Border;
  let late: Border;

  beforeAll(async () => {
    inOrder = await Border.open();
    late = await Border.open();
  });

  afterAll(async () => {
    await inOrder.close();
    await late.close();
  });

  it('end in the same boards as in order', async () => {
    const refused = (await inOrder.send(lines)).filter(({ status }) => status !== 200);
    expect(refused).toEqual([]);
    const plan = planLateDelivery(lines, { seed: 7 });
    const tally = await deliver(plan, (sent) => late.send(sent));
    expect(plan.filter((delivery) => delivery.late)).toHaveLength(240);
    expect(tally.resent).toBeGreaterThan(0);
    expect(await late.boards()).toEqual(await inOrder.boards());
  }, 900_000);
});
