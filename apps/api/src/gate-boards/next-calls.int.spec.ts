import { startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';

/* Who is called next and where a truck stands, through HTTP; without an order and under one. */

let border: ApiUnderTest;

beforeAll(async () => {
  border = await startApi();
});

afterAll(() => border.close());

const DAY = '2021-12-25';
const at = (time: string) => `${DAY}T${time}:00+07:00`;
const ORDER = {
  classes: [
    { class: 'PERISHABLE', weight: 1, when: { cargoClass: ['FRESH_PRODUCE'] } },
    { class: 'ORDINARY', weight: 2 },
  ],
  window: 1,
  requires: ['CUSTOMS'],
};

let trucks = 0;

async function arrives(gate: string, time: string, data: object = {}, isCleared = true): Promise<string> {
  trucks += 1;
  const visitId = await border.arrive(at(time), `12C-${20_000 + trucks}`, { gate, ...data });
  if (isCleared)
    await border.step(visitId, 'customs-clearance', at(time), { declarationNumber: `D-${trucks}` });
  return visitId;
}

const goods = (cargoClass: string, more: object = {}) => ({
  consignments: [{ consignmentId: `goods-${trucks}`, cargoClass, ...more }],
});

async function read<Answer>(path: string, token?: string): Promise<Answer> {
  await border.settle();
  const answer = await border.get(path, token);
  expect([path, answer.statusCode]).toEqual([path, 200]);
  return answer.json<Answer>();
}

interface Calls {
  readonly items: readonly {
    readonly visitId: string;
    readonly rank: number;
    readonly class: string | null;
  }[];
  readonly notCallable: readonly { readonly visitId: string }[];
  readonly rule: object | null;
  readonly nextCursor: string | null;
}

const calls = (gate: string, query = '') => read<Calls>(`/gate-boards/${gate}/next-calls${query}`);
const ids = ({ items }: Calls) => items.map(({ visitId }) => visitId);

describe('without an order', () => {
  const line: string[] = [];

  beforeAll(async () => {
    line.push(await arrives('HUU_NGHI', '08:00', { ...goods('DRY'), carrier: 'HILL_FREIGHT' }));
    line.push(await arrives('HUU_NGHI', '08:01', { ...goods('DRY'), place: 'HUU_NGHI_YARD' }));
    line.push(await arrives('HUU_NGHI', '08:02', goods('DRY', { owner: 'FRUIT_OWNER' }), false));
    line.push(await arrives('HUU_NGHI', '08:03', goods('DRY')));
  });

  it('the truck that queues longest is next, and who cannot be called says why', async () => {
    const [first, second, uncleared, last] = line;
    const found = await calls('HUU_NGHI', `?at=${encodeURIComponent(at('09:00'))}`);
    expect(ids(found)).toEqual([first, second, last]);
    expect(found.items[0]).toMatchObject({
      rank: 1,
      gate: 'HUU_NGHI',
      tractor: { plate: '12C20001' },
      class: null,
      queuedSince: at('08:00'),
    });
    expect(found).toMatchObject({
      rule: null,
      notCallable: [{ visitId: uncleared, class: null, missing: ['customs-clearance'], held: false }],
    });
    const before = await calls('HUU_NGHI', `?at=${encodeURIComponent(at('08:01'))}`);
    expect(ids(before)).toEqual([first, second]);
  });

  it('is had page by page, as table, and of all gates', async () => {
    const page = await calls('HUU_NGHI', '?limit=2');
    expect(ids(page)).toEqual(line.slice(0, 2));
    const next = await calls('HUU_NGHI', `?limit=2&cursor=${page.nextCursor ?? ''}`);
    expect(ids(next)).toEqual([line[3]]);
    expect(ids(await calls('ALL'))).toEqual([line[0], line[1], line[3]]);
    const csv = await border.get('/gate-boards/HUU_NGHI/next-calls?format=csv');
    expect(csv.body.split('\r\n')[1]).toMatch(/^1,12C20001,,2021-12-25T08:00:00\+07:00,/);
  });

  it('a truck has its position, for its company and the yard that it stands in too', async () => {
    const [ofCarrier, inYard, ofOwner, last] = line as [string, string, string, string];
    const company = await border.token('company', { companies: ['HILL_FREIGHT', 'FRUIT_OWNER'] });
    const yard = await border.token('yard-operator', { yards: ['HUU_NGHI_YARD'] });
    const position = (visitId: string, token?: string) =>
      read<object>(`/truck-visits/${visitId}/position`, token);
    expect(await position(ofCarrier, company)).toMatchObject({ rank: 1, class: null, aheadByClass: {} });
    expect(await position(inYard, yard)).toMatchObject({ rank: 2, held: false, missing: [], rule: null });
    expect(await position(ofOwner, company)).toMatchObject({
      rank: 3,
      missing: ['customs-clearance'],
      sentence: {
        vi: 'Số 3 trong thứ tự gọi xe tại Hữu Nghị; chưa có quy tắc nào, xe chờ lâu nhất được gọi trước; phía trước: 2; còn thiếu: thông quan.',
        en: 'Number 3 in the order of calls at Huu Nghi; no rule is in force, the one that queues longest is called first; ahead: 2; missing: customs clearance.',
      },
    });
    for (const [visitId, token] of [
      [last, company],
      [last, yard],
      [ofCarrier, yard],
    ] as const) {
      const answer = await border.get(`/truck-visits/${visitId}/position`, token);
      expect([answer.statusCode, answer.json()]).toMatchObject([404, { code: 'VISIT_NOT_FOUND' }]);
    }
    const pool = await border.token('driver-pool-operator', { gates: ['*'] });
    expect((await border.get(`/truck-visits/${last}/position`, pool)).statusCode).toBe(403);
    await border.step(last, 'call-forward', at('09:30'));
    expect(await position(last)).toMatchObject({
      rank: null,
      sentence: { en: 'No longer in the line of Huu Nghi: called, handed over or gone.' },
    });
    const then = `/truck-visits/${last}/position?at=${encodeURIComponent(at('09:29'))}`;
    expect(await read(then)).toMatchObject({ rank: 3 });
  });
});

describe('under an order', () => {
  it('names rule, version and class, and those ahead by class', async () => {
    await border.record('/policies', {
      at: at('07:00'),
      policy: 'ORDER_1',
      kind: 'QUEUE_ORDER',
      gate: 'CHI_MA',
      effectiveFrom: at('07:00'),
      legalBasis: '2515/QĐ-UBND',
      values: ORDER,
    });
    const dry = [
      await arrives('CHI_MA', '08:00', goods('DRY')),
      await arrives('CHI_MA', '08:01', goods('DRY')),
    ];
    const fresh = [await arrives('CHI_MA', '08:02'), await arrives('CHI_MA', '08:03')];
    const found = await calls('CHI_MA');
    expect(ids(found)).toEqual([fresh[0], dry[0], dry[1], fresh[1]]);
    expect(found.rule).toEqual({ policy: 'ORDER_1', version: '1' });
    await border.step(fresh[1] ?? '', 'hold', at('08:30'), { cause: 'PAPERS' });
    expect(await read(`/truck-visits/${fresh[1]}/position`)).toMatchObject({
      rank: 4,
      class: 'PERISHABLE',
      aheadByClass: { PERISHABLE: 1, ORDINARY: 2 },
      held: true,
      rule: { policy: 'ORDER_1', version: '1' },
      sentence: {
        vi: 'Số 4 trong thứ tự gọi xe tại Chi Ma; nhóm PERISHABLE theo quy tắc ORDER_1, phiên bản 1; phía trước: 1 PERISHABLE, 2 ORDINARY; xe đang bị giữ; không còn thiếu gì.',
        zh: '在支马的叫号顺序中排第4位；按规则ORDER_1第1版属于PERISHABLE类；前面有：1 PERISHABLE, 2 ORDINARY；车辆被扣留；手续齐全。',
        en: 'Number 4 in the order of calls at Chi Ma; class PERISHABLE by rule ORDER_1, version 1; ahead: 1 PERISHABLE, 2 ORDINARY; the truck is held; nothing is missing.',
      },
    });
  });
});
