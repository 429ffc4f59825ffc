import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { normalText } from '#libs/text';
import { runAdmin } from '../../apps/admin/testing/admin-process';
import { serve } from '../../apps/admin/testing/data-folder';
import { ApiClient, tokenFor } from '../server/api-client';
import type { StandaloneProcess } from '../server/standalone-process';

/** A data folder that an older version wrote, and what that version answered of it: see README.md beside this file. */

const FOLDER = join(__dirname, '0f1a0f7');

async function unpacked(name: string): Promise<Buffer> {
  return gunzipSync(await readFile(join(FOLDER, `${name}.gz`)));
}

describe('a data folder of commit 0f1a0f7', () => {
  let directory: string;
  let server: StandaloneProcess;
  let manager: ApiClient;
  let answers: Readonly<Record<string, object>>;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'truckflow-old-folder-'));
    for (const name of ['events.db', 'views-1.sqlite']) {
      await writeFile(join(directory, name), await unpacked(name));
    }
    answers = JSON.parse((await unpacked('answers.json')).toString()) as typeof answers;
    server = await serve(directory);
    manager = new ApiClient(server.address, await tokenFor({ sub: 'manager', roles: ['manager'] }));
  });

  afterAll(async () => {
    await server.stop();
    await rm(directory, { recursive: true });
  });

  it('is verified while it is served, views included', async () => {
    const { status, output, errors } = await runAdmin(directory, 'verify');
    expect({ status, errors }).toEqual({ status: 0, errors: '' });
    expect(output).toMatch(/^log {2,}666 events in \d+ streams, the last at position 665 /m);
    expect(output).toMatch(/views equal their rebuild at position 665$/m);
  });

  it('answers a report that is sent again with its first answer', async () => {
    const operator = new ApiClient(
      server.address,
      await tokenFor({ sub: 'old-operator', roles: ['gate-operator'], gates: ['*'] }),
    );
    const again = await operator.post('/truck-visits', 'old-1', FIRST_REPORT);
    expect([again.status, await again.json()]).toMatchObject([
      201,
      { id: FIRST_REPORT.visitId, revision: '0', events: ['truckVisit.TruckArrived.v1'] },
    ]);
  });

  it('refuses a report of another truck under a key that it knows', async () => {
    const operator = new ApiClient(
      server.address,
      await tokenFor({ sub: 'old-operator', roles: ['gate-operator'], gates: ['*'] }),
    );
    const visitId = '0b6f6f0e-5b1c-4c55-9d7c-000000000999';
    const other = await operator.post('/truck-visits', 'old-1', { ...FIRST_REPORT, visitId });
    expect([other.status, await other.json()]).toMatchObject([422, { code: 'IDEMPOTENCY_KEY_REUSED' }]);
  });

  it('shows the boards, queues, yards, visits and trails that it showed', async () => {
    const differing: Record<string, readonly Difference[]> = {};
    for (const [path, before] of Object.entries(answers)) {
      const found = differences(before, await manager.get<object>(path), path.includes('/deviations'));
      if (found.length > 0) differing[path] = found;
    }
    expect(Object.keys(answers)).toHaveLength(89);
    expect(differing).toEqual({});
  });

  it('finds goods whose id was stored as it came in by that text and by its one spelling', async () => {
    for (const id of ['zero\u200bwidth-19', 'zerowidth-19']) {
      const trail = await manager.get<object>(`/consignments/${encodeURIComponent(id)}/audit-trail`);
      expect(trail).toMatchObject({ consignmentId: 'zerowidth-19' });
    }
  });

  it('proves every trail by the texts that were stored, in whatever spelling', async () => {
    const odd = '/consignments/zerowidth-19/audit-trail';
    const paths = Object.keys(answers).filter((path) => path.endsWith('/audit-trail'));
    const stored: string[] = [];
    for (const path of [odd, ...paths]) {
      const text = JSON.stringify(await manager.get<object>(`${path}?proof=true`));
      const file = join(directory, 'trail.json');
      await writeFile(file, text);
      const { status, stdout } = spawnSync(process.execPath, [VERIFY_TRAIL, file], { encoding: 'utf8' });
      expect({ path, status, stdout }).toMatchObject({ status: 0, stdout: GOOD });
      if (text !== text.normalize('NFC') && text.includes('zero\u200bwidth-19')) stored.push(path);
    }
    expect(paths).toHaveLength(5);
    expect(stored).toEqual([odd]);
  });
});

const VERIFY_TRAIL = join(__dirname, '../../docs/verify-trail.mjs');
const GOOD = expect.stringContaining('good: nothing of it was changed') as string;

/** The first report of the folder that was not imported. */
const FIRST_REPORT = {
  visitId: '0b6f6f0e-5b1c-4c55-9d7c-000000000001',
  gate: 'HUU_NGHI',
  direction: 'EXPORT',
  place: 'HUU_NGHI_YARD',
  at: '2021-12-22T06:02:00+07:00',
  tractor: { plate: '12C-9001.0' },
  bodyType: 'REEFER_CONTAINER',
  payloadTonnes: 20,
  carrier: 'CAR-A',
  consignments: [
    { consignmentId: 'old-goods-1', cargoClass: 'FRESH_PRODUCE', commodity: 'JACKFRUIT', owner: 'OWN-A' },
  ],
  trailer: { plate: '12R-900.01' },
  container: { number: 'CSQU3054383' },
  driver: 'DRV-OLD-1',
};

interface Difference {
  readonly pointer: string;
  readonly before: unknown;
  readonly now: unknown;
}

/**
 * Where an answer of today does not say what the older one said. It may say more: new fields everywhere, and new kinds
 * of deviations. The age of the answer is not compared.
 */
function differences(before: unknown, now: unknown, ofDeviations: boolean, pointer = ''): Difference[] {
  const pairs = pairsOf(before, now, ofDeviations);
  if (pairs === undefined) return Object.is(inOneSpelling(before), now) ? [] : [{ pointer, before, now }];
  return pairs.flatMap(([name, one, other]) =>
    differences(one, other, inDeviations(ofDeviations, name), `${pointer}/${name}`),
  );
}

/** Texts were answered as they came in; today they are in their one spelling. */
function inOneSpelling(value: unknown): unknown {
  return typeof value === 'string' ? normalText(value) : value;
}

type Pair = readonly [name: string, before: unknown, now: unknown];

/** What two objects or two lists have to agree in; undefined for all else, and for lists of different lengths. */
function pairsOf(before: unknown, now: unknown, ofDeviations: boolean): Pair[] | undefined {
  if (isObject(before) && isObject(now)) {
    const fields = Object.entries(before).filter(([name]) => name !== 'asOf');
    return fields.map(([name, value]) => [name, value, now[name]]);
  }
  if (!Array.isArray(before) || !Array.isArray(now)) return undefined;
  const others: unknown[] = ofDeviations ? now.filter((one) => wasKnown(before, one)) : now;
  return others.length === before.length ? before.map((one, i) => [String(i), one, others[i]]) : undefined;
}

function inDeviations(already: boolean, name: string): boolean {
  return name === 'deviations' || (already && name === 'items');
}

function wasKnown(deviations: readonly unknown[], one: unknown): boolean {
  return isObject(one) && deviations.some((other) => isObject(other) && other['code'] === one['code']);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
