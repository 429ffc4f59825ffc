import { spawnSync } from 'node:child_process';
import { hash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DamagedStreams, settingAside } from '#libs/event-sourcing';
import { arrivalOf, startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';

interface Proven {
  readonly eventId: string;
  readonly hash: string;
  readonly sealedText: string | null;
  readonly data: Record<string, unknown>;
  readonly corrections: readonly Proven[];
}

interface Trail {
  readonly items: readonly Proven[];
}

const SCRIPT = join(__dirname, '../../../../docs/verify-trail.mjs');
const PATH = '/consignments/LYCHEE-1/audit-trail';
let border: ApiUnderTest;
let folder: string;

/** Two owners' goods on one truck; a step of it is corrected. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'truckflow-trail-'));
  border = await startApi();
  const goods = (consignmentId: string, owner: string) => ({ consignmentId, cargoClass: 'DRY', owner });
  const visitId = await border.record(
    '/truck-visits',
    arrivalOf('12C-045.67', '2021-12-20T06:40:00+07:00', {
      consignments: [goods('LYCHEE-1', 'ALPHA'), goods('LONGAN-1', 'BETA')],
    }),
  );
  const step = { at: '2021-12-20T08:00:00+07:00', declarationNumber: 'Đ-1' };
  const cleared = await border.post(`/truck-visits/${visitId}/customs-clearance`, step);
  const [eventId] = cleared.json<{ eventIds: string[] }>().eventIds;
  await border.step(visitId, 'hold', '2021-12-20T08:30:00+07:00', { cause: 'PAPERS' });
  await border.step(visitId, 'correction', '2021-12-20T09:00:00+07:00', {
    eventId,
    reason: 'INCORRECT_DATA',
    corrected: { ...step, declarationNumber: 'Đ-2' },
  });
  await border.settle();
});

afterAll(async () => {
  await border.close();
  await rm(folder, { recursive: true });
});

async function trailOf(token?: string): Promise<Trail> {
  const answer = await border.get(`${PATH}?proof=true`, token);
  expect(answer.statusCode).toBe(200);
  return answer.json<Trail>();
}

async function verified(trail: unknown): Promise<{ status: number | null; output: string }> {
  const file = join(folder, 'trail.json');
  await writeFile(file, JSON.stringify(trail));
  const { status, stdout } = spawnSync(process.execPath, [SCRIPT, file], { encoding: 'utf8' });
  return { status, output: stdout };
}

/** The trail with one event, of the entries and their corrections, changed. */
function changed(trail: Trail, index: number, change: (event: Proven) => Proven): Trail {
  return { ...trail, items: trail.items.map((entry, at) => (at === index ? change(entry) : entry)) };
}

test('the hash of every event is that of its sealed text', async () => {
  const events = (await trailOf()).items.flatMap((entry) => [entry, ...entry.corrections]);
  expect(events).toHaveLength(4);
  for (const { sealedText, hash: given } of events) {
    expect(hash('sha256', sealedText ?? '', 'hex')).toBe(given);
  }
});

test('a trail as it was answered is good, with every link', async () => {
  const { status, output } = await verified(await trailOf());
  expect(output).toContain('4 events, 4 recomputed, 0 withheld, 4 links checked');
  expect(status).toBe(0);
});

test.each<[string, string, (event: Proven) => Proven]>([
  ['its data is not', 'data', (event) => ({ ...event, data: { ...event.data, declarationNumber: 'Đ-9' } })],
  [
    'its hash is not',
    'sealed text',
    (event) => ({ ...event, sealedText: (event.sealedText ?? '').replace('Đ-1', 'Đ-9') }),
  ],
  [
    'the event before it',
    'hash and text',
    (event) => {
      const sealedText = (event.sealedText ?? '').replace('Đ-1', 'Đ-9');
      const data = { ...event.data, declarationNumber: 'Đ-9' };
      return { ...event, sealedText, data, hash: hash('sha256', sealedText, 'hex') };
    },
  ],
])('tampering is named: %s', async (named, _what, change) => {
  const trail = await trailOf();
  const { status, output } = await verified(changed(trail, 1, change));
  expect(status).toBe(1);
  expect(output).toContain(named);
  expect(output).toContain('FAULT');
});

test('what the trail leaves out is said, and that its link was not checked', async () => {
  const trail = await trailOf();
  const { status, output } = await verified({ ...trail, items: trail.items.filter((_, at) => at !== 1) });
  expect(status).toBe(0);
  expect(output).toContain('revision 1 to 1 not in this trail');
});

test('an owner gets no text that holds the goods of another', async () => {
  const token = await border.token('company', { companies: ['ALPHA'] });
  const trail = await trailOf(token);
  expect(JSON.stringify(trail)).not.toMatch(/LONGAN|BETA/);
  expect(trail.items.map(({ sealedText }) => sealedText === null)).toEqual([true, false, false]);
  const { status, output } = await verified(trail);
  expect(output).toContain('4 events, 3 recomputed, 1 withheld, 4 links checked');
  expect(status).toBe(0);
});

test('what is whole is proven where another truck of the goods has a damaged record, and that one is named', async () => {
  const [whole, harmed, gone] = (await Promise.all(
    ['12C-046.01', '12C-046.02', '12C-046.03'].map((plate) =>
      border.record(
        '/truck-visits',
        arrivalOf(plate, '2021-12-21T06:40:00+07:00', {
          consignments: [{ consignmentId: 'RAMBUTAN-1', cargoClass: 'DRY', owner: 'ALPHA' }],
        }),
      ),
    ),
  )) as [string, string, string];
  await border.settle();
  const damaged = new DamagedStreams();
  const store = settingAside(border.store, damaged);
  damaged.show([{ stream: `truckVisit-${harmed}`, reason: 'TOMBSTONED', isAccepted: false }]);
  const readStream = store.readStream.bind(store);
  Object.assign(store, {
    readStream: (stream: string, from?: bigint) =>
      stream === `truckVisit-${gone}`
        ? Promise.resolve({ events: [], revision: 'noStream' })
        : readStream(stream, from),
  });
  const path = '/consignments/RAMBUTAN-1/audit-trail?proof=true';
  const answer = await border.get(path);
  expect(answer.statusCode).toBe(200);
  const trail = answer.json<{ items: (Proven & { visitId: string; damaged?: true })[] }>();
  const shown = trail.items.map((one) => [one.visitId, one.sealedText === null, one.damaged]).sort();
  expect(shown).toEqual(
    [
      [whole, false, undefined],
      [harmed, true, true],
      [gone, true, true],
    ].sort(),
  );
  const { status, output } = await verified(trail);
  expect(status).toBe(1);
  for (const visitId of [harmed, gone])
    expect(output).toContain(`visit ${visitId}: its record was changed from outside`);
  expect(output).toContain('3 events, 1 recomputed, 2 withheld');
  const table = await border.get(path, undefined, { accept: 'text/csv' });
  expect(table.statusCode).toBe(200);
});

test('a trail without proof is refused', async () => {
  const { status, output } = await verified((await border.get(PATH)).json());
  expect([status, output]).toEqual([1, expect.stringContaining('?proof=true')]);
});

test('the CSV has the text as its last column', async () => {
  const answer = await border.get(`${PATH}?proof=true`, undefined, { accept: 'text/csv' });
  expect(answer.body.split('\r\n')[0]).toMatch(/,data,damaged,sealedText$/);
});

test('the worked example of the documentation is right', async () => {
  const page = await readFile(join(__dirname, '../../../../docs/audit-trail-proof.md'), 'utf8');
  const sealedText = /^```text\n(.+)\n```$/m.exec(page)?.[1] ?? '';
  expect(page).toContain(`${hash('sha256', sealedText, 'hex')}  -`);
});
