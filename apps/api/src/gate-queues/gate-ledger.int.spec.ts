import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';

/* The ledger of a gate, and what the script makes of it without the server. */

const SCRIPT = join(__dirname, '../../../../docs/verify-queue.mjs');
const GATE = 'CHI_MA';
const LEDGER = `/border-gates/${GATE}/ledger?from=2021-12-25&to=2021-12-26`;
const BASIS = '2515/QĐ-UBND';
const CLASSES = [
  { class: 'PERISHABLE', weight: 1, when: { cargoClass: ['FRESH_PRODUCE'] } },
  { class: 'TRUSTED', weight: 1, when: { bodyType: ['TANK'] } },
  { class: 'ORDINARY', weight: 5 },
];

interface Entry {
  readonly kind: string;
  readonly type: string;
  readonly eventId: string;
  readonly hash: string;
  readonly previousHash: string | null;
  readonly sealedText: string;
  readonly data: Readonly<Record<string, unknown>>;
}

interface Ledger {
  readonly items: readonly Entry[];
  readonly line: readonly Readonly<Record<string, unknown>>[];
  readonly nextCursor: string | null;
}

let border: ApiUnderTest;
let folder: string;
const line: string[] = [];

const at = (minute: number) =>
  new Date(Date.parse('2021-12-25T08:00:00+07:00') + minute * 60_000).toISOString().replace('.000Z', 'Z');

async function arrived(number: number, minute: number, data: object): Promise<string> {
  const consignments = [{ consignmentId: `goods-${number}`, cargoClass: 'DRY' }];
  const plate = `12C-${10_000 + number}`;
  const visitId = await border.arrive(at(minute), plate, {
    gate: GATE,
    bodyType: 'BOX',
    consignments,
    ...data,
  });
  await border.step(visitId, 'customs-clearance', at(minute), { declarationNumber: `D-${number}` });
  return visitId;
}

async function call(visitId: string, minute: number, data: object = {}): Promise<void> {
  const answer = await border.post(`/truck-visits/${visitId}/call-forward`, { at: at(minute), ...data });
  expect(answer.statusCode).toBe(200);
}

/** Who is called next as of a minute. */
async function nextAt(minute: number): Promise<string> {
  await border.settle();
  const { items } = (await border.get(`/gate-boards/${GATE}/next-calls?at=${at(minute)}`)).json<{
    items: { visitId: string }[];
  }>();
  return items[0]?.visitId ?? '';
}

/** An order, twelve trucks of three classes, eight calls in order, and one by an override. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'truckflow-ledger-'));
  border = await startApi();
  await border.record('/policies', {
    at: at(-60),
    policy: 'ORDER',
    kind: 'QUEUE_ORDER',
    gate: GATE,
    effectiveFrom: at(-60),
    legalBasis: BASIS,
    values: { classes: CLASSES, window: 1, requires: ['CUSTOMS'] },
  });
  for (let number = 0; number < 8; number += 1) line.push(await arrived(number, number, {}));
  const fresh = { consignments: [{ consignmentId: 'fruit', cargoClass: 'FRESH_PRODUCE' }] };
  for (let number = 8; number < 10; number += 1) line.push(await arrived(number, number, fresh));
  for (let number = 10; number < 12; number += 1)
    line.push(await arrived(number, number, { bodyType: 'TANK' }));
  const last = line[7] ?? '';
  for (let minute = 20; minute < 28; minute += 1) await call(await nextAt(minute), minute);
  const claims = (sub: string, agency: string) => ({ gates: ['*'], sub, agency });
  const asking = await border.token('gate-manager', claims('hoa', 'AGENCY_A'));
  const request = { at: at(30), visitId: last, reason: 'oxygen', legalBasis: BASIS };
  const override = (await border.post(`/border-gates/${GATE}/order-override`, request, asking)).json<{
    id: string;
  }>().id;
  const other = await border.token('customs-officer', claims('long', 'AGENCY_B'));
  await border.post(`/border-gates/${GATE}/order-override-confirmation`, { at: at(31), override }, other);
  await call(last, 32, { override });
  await border.settle();
}, 60_000);

afterAll(async () => {
  await border.close();
  await rm(folder, { recursive: true });
});

async function ledgerOf(query = ''): Promise<Ledger> {
  const answer = await border.get(LEDGER + query);
  expect(answer.statusCode).toBe(200);
  return answer.json<Ledger>();
}

async function verified(...pages: readonly unknown[]): Promise<{ status: number | null; output: string }> {
  const files = await Promise.all(
    pages.map(async (page, number) => {
      const file = join(folder, `ledger-${number}.json`);
      await writeFile(file, JSON.stringify(page));
      return file;
    }),
  );
  const { status, stdout } = spawnSync(process.execPath, [SCRIPT, ...files], { encoding: 'utf8' });
  return { status, output: stdout };
}

/** The ledger with the entries of a kind changed. */
function changed(ledger: Ledger, type: string, change: (entry: Entry) => Entry | undefined): Ledger {
  const items = ledger.items.flatMap((entry) =>
    entry.type.includes(type) ? (change(entry) ?? []) : [entry],
  );
  return { ...ledger, items };
}

test('it has the policies, overrides and calls with their hashes, and the line that they follow from', async () => {
  const { items, line: stretches } = await ledgerOf();
  const kinds = Map.groupBy(items, ({ kind }) => kind);
  expect([...kinds].map(([kind, of]) => [kind, of.length])).toEqual([
    ['POLICY', 1],
    ['CALL', 9],
    ['OVERRIDE', 2],
  ]);
  expect(items.every(({ hash }) => /^[0-9a-f]{64}$/.test(hash))).toBe(true);
  expect(stretches.length).toBeGreaterThanOrEqual(11);
});

test('the script recomputes hashes, links and the order of calls', async () => {
  const { status, output } = await verified(await ledgerOf());
  expect(output).toContain('9 calls: 8 in order, 1 by an override');
  expect(output).toContain('good: hashes, links and the order of calls are as they were recorded');
  expect(status).toBe(0);
});

test('page by page it is the same, and a part of it is said to be one', async () => {
  const pages: Ledger[] = [await ledgerOf('&limit=5')];
  for (let next = pages[0]?.nextCursor; next != null; next = pages.at(-1)?.nextCursor)
    pages.push(await ledgerOf(`&limit=5&cursor=${next}`));
  expect(pages.map(({ items }) => items.length)).toEqual([5, 5, 2]);
  expect(await verified(...pages)).toMatchObject({ status: 0 });
  const part = await verified(pages[0]);
  expect([part.status, part.output]).toEqual([1, expect.stringContaining('the ledger goes on') as string]);
});

test.each<[string, (ledger: Ledger) => Ledger, string]>([
  [
    'a changed reason',
    (ledger) =>
      changed(ledger, 'Override', (entry) => ({ ...entry, data: { ...entry.data, reason: 'haste' } })),
    'its data is not what was sealed',
  ],
  [
    'a changed text',
    (ledger) =>
      changed(ledger, 'TruckCalled', (entry) => ({
        ...entry,
        sealedText: entry.sealedText.replace('passed', 'passes'),
      })),
    'its hash is not that of its sealed text',
  ],
  [
    'an override without its confirmation',
    (ledger) => changed(ledger, 'OverrideConfirmed', () => undefined),
    'its override was not confirmed',
  ],
  [
    'a call of which the line shows others before it',
    (ledger) => ({
      ...ledger,
      line: ledger.line.map((one) =>
        one['visitId'] === line[6] ? { ...one, from: at(0), queuedSince: at(-30), known: '0' } : one,
      ),
    }),
    'FAULT truckVisit.TruckCalledForward.v1',
  ],
])('the script names %s', async (_, change, fault) => {
  const { status, output } = await verified(change(await ledgerOf()));
  expect(output).toContain(fault);
  expect(status).toBe(1);
});

test('it is read by the staff of the gate and by who oversees all of them', async () => {
  const statusFor = async (role: string, claims: object) =>
    (await border.get(LEDGER, await border.token(role, claims))).statusCode;
  expect(await statusFor('auditor', {})).toBe(200);
  expect(await statusFor('gate-operator', { gates: [GATE] })).toBe(200);
  expect(await statusFor('gate-operator', { gates: ['HUU_NGHI'] })).toBe(404);
  expect(await statusFor('company', { companies: ['*'] })).toBe(403);
});
