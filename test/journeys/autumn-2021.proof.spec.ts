import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AUTUMN_ENDS, DEMO_ENDS, generateAutumn2021 } from '../scenarios/autumn-2021/generate';
import { ApiClient, partsOf, tokenFor } from '../server/api-client';
import { StandaloneProcess } from '../server/standalone-process';

/** The whole autumn of 2021 through the import, as an operator of the three gates would load it (Q-01…Q-06). */

interface Row {
  readonly gate?: string;
  readonly status?: string;
  readonly trucksOnHand: number;
  readonly byCargoClass: Readonly<Record<string, number>>;
  readonly byBodyType: Readonly<Record<string, number>>;
}

interface Estimate {
  readonly state: string;
  readonly stock: number;
  readonly days: { readonly low: number; readonly high: number } | null;
  readonly rate: { readonly source: string };
}

const EVENING = encodeURIComponent(DEMO_ENDS);
const GATES = ['HUU_NGHI', 'TAN_THANH', 'CHI_MA'];

describe('the autumn of 2021', () => {
  let directory: string;
  let server: StandaloneProcess;
  let manager: ApiClient;
  let last = -1n;
  const statuses = new Map<number, number>();

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'truckflow-autumn-'));
    server = await StandaloneProcess.start({ DATA_DIR: directory, PORT: '0' });
    const all = ['*'];
    const claims = { sub: 'importer', roles: ['gate-manager'], gates: all, yards: all };

    const importer = new ApiClient(server.address, await tokenFor(claims));
    manager = new ApiClient(server.address, await tokenFor({ sub: 'manager', roles: ['manager'] }));
    for (const { text } of partsOf(generateAutumn2021({ seed: 1, until: AUTUMN_ENDS }))) {
      for (const { status, position } of await importer.import(text)) {
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        if (position !== null && BigInt(position) > last) last = BigInt(position);
      }
    }
    await manager.get(`/gate-boards?after=${last}`);
  }, 900_000);

  afterAll(async () => {
    await server.stop();
    await rm(directory, { recursive: true });
  });

  it('is accepted line by line', () => {
    expect([...statuses]).toEqual([[200, 189_758]]);
  });

  it('leaves 4,204 trucks on hand on the evening of 25 December, 2,924 of them with fruit (Q-01…Q-05)', async () => {
    const { items, total } = await manager.get<{ items: Row[]; total: Row }>(`/gate-boards?at=${EVENING}`);
    expect(total.trucksOnHand).toBe(4204);
    expect(total.byCargoClass['FRESH_PRODUCE']).toBe(2924);
    expect(total.byBodyType).toMatchObject({ HOT_BOX: 551, REEFER_CONTAINER: 2373 });
    const onHand = new Map(items.map(({ gate, status, trucksOnHand }) => [gate, [status, trucksOnHand]]));
    expect(onHand.get('HUU_NGHI')).toEqual(['OPEN', 1050]);
    expect(onHand.get('TAN_THANH')).toEqual(['SUSPENDED', 2560]);
    expect(onHand.get('CHI_MA')).toEqual(['REDUCED', 594]);
  });

  it('knows since when the gates are suspended and reduced (G-09, G-10)', async () => {
    const since = async (gate: string) =>
      (await manager.get<{ since: string }>(`/border-gates/${gate}?at=${EVENING}`)).since;
    expect(await since('TAN_THANH')).toBe('2021-12-18T12:00:00+07:00');
    expect(await since('CHI_MA')).toBe('2021-12-22T07:00:00+07:00');
  });

  it('fills the yards to 175 to 210 per cent (Y-05)', async () => {
    const { total } = await manager.get<{ total: { ratio: object } }>(`/yards?at=${EVENING}`);
    expect(total.ratio).toEqual({ atMax: 1.75, atMin: 2.1 });
  });

  it('takes 15 to 20 days to clear at the normal rate, about 50 at the present one (Q-08, Q-09)', async () => {
    const days = (query: string) =>
      manager.get<Estimate>(`/gate-boards/ALL/days-to-clear?at=${EVENING}${query}`);
    expect(await days('&rate=286')).toMatchObject({
      state: 'ESTIMATE',
      stock: 4204,
      days: { low: 15, high: 20 },
    });
    expect((await days('&rate=90')).days).toEqual({ low: 47, high: 63 });
    expect(await days('')).toMatchObject({
      days: { low: 57, high: 76 },
      rate: { source: 'OBSERVED_7_DAYS' },
    });
    expect(await days('&arrivals=170&rate=80')).toMatchObject({ state: 'DIVERGING', days: null });
    const tanThanh = await manager.get<Estimate>(
      `/gate-boards/TAN_THANH/days-to-clear?at=${EVENING}&rate=146`,
    );
    expect(tanThanh.state).toBe('SUSPENDED');
  });

  it('closes its books on every day at every gate (R-24)', async () => {
    for (const gate of GATES) {
      const path = `/gate-boards/${gate}/throughput?from=2021-09-30&to=2022-01-03`;
      const { items } = await manager.get<{ items: Record<string, number>[] }>(path);
      let before = 0;
      for (const day of items) {
        const ways = ['crossed', 'turnedBack', 'diverted', 'cancelled', 'transferred', 'seenElsewhere'];
        const out = ways.reduce((sum, way) => sum + (day[way] ?? 0), 0);
        expect(day['onHandAtEnd']).toBe(before + (day['arrived'] ?? 0) - out);
        before = day['onHandAtEnd'] ?? 0;
      }
      expect(items).toHaveLength(95);
    }
  });
});
