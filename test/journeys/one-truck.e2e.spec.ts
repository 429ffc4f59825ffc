import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ApiClient, tokenFor } from '../server/api-client';
import { StandaloneProcess } from '../server/standalone-process';

/** The README's story of one truck, run as it is printed there. */

const README = join(__dirname, '..', '..', 'README.md');

interface Trail {
  readonly items: readonly object[];
  readonly asOf: { readonly position: string };
}

async function storyOf(address: string): Promise<string> {
  const text = await readFile(README, 'utf8');
  const story = /## One truck, by curl[\s\S]*?```sh\n([\s\S]*?)```/.exec(text)?.[1];
  if (story === undefined) throw new Error('the README tells no story');
  return story.replace('http://127.0.0.1:3000', address);
}

describe('one truck, from arrival to return', () => {
  let directory: string;
  let server: StandaloneProcess;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'truckflow-story-'));
    server = await StandaloneProcess.start({ DATA_DIR: directory, PORT: '0' });
  });

  afterAll(async () => {
    await server.stop();
    await rm(directory, { recursive: true });
  });

  it('goes as the README says', async () => {
    const { stdout } = await promisify(execFile)('bash', ['-euc', await storyOf(server.address)], {
      cwd: join(__dirname, '..', '..'),
    });
    const [arrived, tooEarly, ...rest] = stdout.trim().split('\n');
    expect(JSON.parse(arrived ?? '')).toMatchObject({
      revision: '0',
      events: ['truckVisit.TruckArrived.v1'],
    });
    expect(JSON.parse(tooEarly ?? '')).toMatchObject({ status: 409, code: 'CUSTOMS_NOT_CLEARED' });
    const steps = rest.slice(0, 6).map((line) => (JSON.parse(line) as { events: string[] }).events[0]);
    expect(steps).toEqual([
      'truckVisit.CustomsCleared.v1',
      'truckVisit.Disinfected.v1',
      'truckVisit.HandedOverToDedicatedDriver.v1',
      'truckVisit.BorderCrossed.v1',
      'truckVisit.DeliveredAbroad.v1',
      'truckVisit.ReturnedHome.v1',
    ]);
    const trail = rest.slice(6);
    expect(trail).toHaveLength(8);
    expect(trail[0]?.startsWith('\uFEFF')).toBe(true);
  });

  it('ends with a drained server and its data is there again after the next start', async () => {
    const manager = await tokenFor({ sub: 'manager', roles: ['manager'] });
    const trailAfter = (position: string) =>
      new ApiClient(server.address, manager).get<Trail>(
        `/consignments/jackfruit-1/audit-trail?after=${position}`,
      );
    const { asOf } = await trailAfter('0');
    await server.stop();
    // A log that was closed and not cut off leaves no write-ahead log behind; the views may.
    const unfinished = (await readdir(directory)).filter((file) => file.endsWith('-wal'));
    expect(unfinished.filter((file) => !file.startsWith('views-'))).toEqual([]);
    server = await StandaloneProcess.start({ DATA_DIR: directory, PORT: '0' });
    const { items } = await trailAfter(asOf.position);
    expect(items).toHaveLength(7);
  });
});
