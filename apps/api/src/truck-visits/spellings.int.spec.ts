import fc from 'fast-check';
import { arrivalOf, startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';

/* One thing has many spellings: what is written in one is found by any, and two spellings are one thing. */

const AT = '2021-12-25T08:00:00+07:00';

let border: ApiUnderTest;

beforeAll(async () => {
  border = await startApi();
});

afterAll(() => border.close());

const goods = (consignmentId: string, more: object = {}) => ({
  consignments: [{ consignmentId, cargoClass: 'DRY', commodity: 'RICE', ...more }],
});
const uri = encodeURIComponent;

async function itemsOf(path: string, token?: string): Promise<Record<string, unknown>[]> {
  await border.settle();
  const answer = await border.get(path, token);
  expect([path, answer.statusCode]).toEqual([path, 200]);
  return answer.json<{ items: Record<string, unknown>[] }>().items;
}

async function arrivalIn(visitId: string): Promise<Record<string, unknown>> {
  await border.settle();
  return (await border.get(`/truck-visits/${visitId}`)).json<{ arrival: Record<string, unknown> }>().arrival;
}

describe('an id or code', () => {
  const INVISIBLE = [
    '\u200b',
    '\u200c',
    '\u200e',
    '\ufeff',
    '\u00ad',
    '\u2060',
    '\u202e',
    '\u{e0041}',
    '\ufe0f',
  ];

  it.each(INVISIBLE.map((one, i) => [(one.codePointAt(0) ?? 0).toString(16), one, i]))(
    'pasted with U+%s is stored without, and found with and without',
    async (name, invisible, i) => {
      const id = `lot-${name}`;
      const visitId = await border.arrive(AT, `15C-1010${i}`, goods(`lot${invisible}-${name}`));
      expect(await arrivalIn(visitId)).toMatchObject(goods(id));
      for (const spelled of [id, `${invisible}${id}`, `lot${invisible}-${name}`, ` ${id} `]) {
        const trail = await border.get(`/consignments/${uri(spelled)}/audit-trail`);
        expect([spelled, trail.statusCode]).toEqual([spelled, 200]);
      }
    },
  );

  it('composed or not is one owner, to a search and to a token', async () => {
    const owner = 'NÔNG SẢN 16';
    await border.arrive(AT, '15C-102.01', goods('nfd-1', { owner: owner.normalize('NFD') }));
    for (const spelled of [owner, owner.normalize('NFD'), `\u200e${owner}`]) {
      expect(await itemsOf(`/consignments?owner=${uri(spelled)}`)).toHaveLength(1);
      const token = await border.token('company', { companies: [spelled] });
      expect((await border.get('/consignments/nfd-1/audit-trail', token)).statusCode).toBe(200);
      expect(await itemsOf('/truck-visits', token)).toHaveLength(1);
    }
  });

  it('is one in a declaration, a carrier, a gate, a yard and a driver', async () => {
    const visitId = await border.arrive(AT, '15C-103.01', {
      gate: ' \u200bHUU_NGHI',
      place: 'HUU_NGHI_YARD\u200b',
      carrier: 'ĐẠI\u00ad PHÁT'.normalize('NFD'),
    });
    expect(await arrivalIn(visitId)).toMatchObject({
      gate: 'HUU_NGHI',
      place: 'HUU_NGHI_YARD',
      carrier: 'ĐẠI PHÁT',
    });
    await border.step(visitId, 'customs-clearance', AT, { declarationNumber: '\ufeff103 551 ' });
    expect(
      await itemsOf(`/consignments?declarationNumber=${uri('103\u00a0551').replace('%C2%A0', '%20')}`),
    ).toHaveLength(1);
    expect(await itemsOf(`/yards/${uri('\u200bHUU_NGHI_YARD')}/trucks`)).toEqual([
      expect.objectContaining({ visitId }),
    ]);
    await border.step(visitId, 'disinfection', AT, { targets: ['CABIN'], procedureVersion: 'P-1\u200b' });
    await border.step(visitId, 'handover', AT, { dedicatedDriver: ' HUU_NGHI-D01\u200b' });
    expect(
      await itemsOf(`/dedicated-drivers?gate=${uri('HUU_NGHI\u200e')}&available=true`),
    ).not.toContainEqual(expect.objectContaining({ driverCode: 'HUU_NGHI-D01' }));
  });

  it.each([
    ['a control character', 'lot\u00071'],
    ['a line feed', 'lot\n1'],
    ['one dot', '.'],
    ['two dots', '..'],
    ['two dots and something invisible', '.\u200b.'],
    ['nothing that can be seen', '\u200b\u200e'],
    ['white space', '\u3000 '],
    ['more than 64 characters', 'x'.repeat(65)],
    ['31 marks on one letter', `x${'\u0301'.repeat(31)}`],
  ])('is not %s', async (_, id) => {
    const bodies = [goods(id), goods('ok', { owner: id }), goods('ok', { contractRef: id }), { carrier: id }];
    for (const data of bodies) {
      const answer = await border.post('/truck-visits', arrivalOf('15C-104.01', AT, data));
      expect([data, answer.statusCode, answer.json()]).toMatchObject([data, 400, { code: 'BODY_INVALID' }]);
    }
    const search = await border.get(`/consignments?owner=${uri(id)}`);
    expect([search.statusCode, search.json()]).toMatchObject([400, { code: 'QUERY_INVALID' }]);
  });

  it('of 64 characters is one however many code units they take', async () => {
    const owner = 'ữ'.repeat(64);
    await border.arrive(AT, '15C-105.01', goods('long-1', { owner: owner.normalize('NFD') }));
    expect(await itemsOf(`/consignments?owner=${uri(owner)}`)).toHaveLength(1);
  });

  it('names nothing twice by naming it in two spellings', async () => {
    const lanes = ['MAIN', 'MAIN\u200b'];
    const name = { vi: 'Cửa', zh: '口岸', en: 'Gate' };
    const gate = {
      gate: 'TWICE',
      name,
      timeZone: 'Asia/Ho_Chi_Minh',
      lanes,
      hours: [],
      handoverMode: 'FOREIGN_YARD',
    };
    const answer = await border.post('/border-gates', { ...gate, at: AT });
    expect([answer.statusCode, answer.body]).toEqual([400, expect.stringContaining('LIST_REPEATS')]);
  });
});

describe('under one idempotency key', () => {
  it('the same request is answered again, another spelling is another request', async () => {
    const headers = {
      authorization: `Bearer ${await border.token('gate-manager', { gates: ['*'], yards: ['*'] })}`,
      'idempotency-key': 'spelled',
    };
    const send = (id: string, slash = '') => {
      const payload = arrivalOf('15C-106.01', AT, goods(id));
      return border.app.inject({ method: 'POST', url: `/api/v1/truck-visits${slash}`, headers, payload });
    };
    const first = await send('lot\u200b-106');
    expect(first.statusCode).toBe(201);
    expect((await send('lot\u200b-106')).json()).toEqual(first.json());
    expect((await send('lot\u200b-106', '/')).json()).toEqual(first.json());
    expect((await send('lot-106')).statusCode).toBe(422);
  });
});

describe('an asset', () => {
  const separator = fc.constantFrom(
    '',
    ' ',
    '\n',
    '\r\n',
    '\t',
    '-',
    '–',
    '—',
    '−',
    '.',
    '·',
    '•',
    '\u00a0',
    '\u200b',
    '\u00ad',
  );
  const width = fc.constantFrom(
    (text: string) => text,
    (text: string) => text.toLowerCase(),
    (text: string) => text.replace(/[!-~]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0)),
  );
  const spelled = (parts: readonly string[]) =>
    fc
      .tuple(fc.array(separator, { minLength: parts.length, maxLength: parts.length }), width)
      .map(([between, shape]) => parts.map((part, i) => shape(part) + (between[i] ?? '')).join(''));

  it('in two spellings has one live visit, and is found by any', async () => {
    const visitId = await border.arrive(AT, '15C\n107.01', {
      ...goods('boxed'),
      container: { number: 'QZPU6000127' },
    });
    await border.settle();
    await fc.assert(
      fc.asyncProperty(
        spelled(['15C', '107', '01']),
        spelled(['QZPU', '600012', '7']),
        async (plate, number) => {
          const other = await border.post(
            '/truck-visits',
            arrivalOf(plate, '2021-12-25T09:00:00+07:00', goods('same')),
          );
          expect([plate, other.statusCode, other.json()]).toMatchObject([plate, 409, { visitId }]);
          const boxed = { ...goods('same'), container: { number } };
          const box = await border.post(
            '/truck-visits',
            arrivalOf('15C-107.02', '2021-12-25T09:00:00+07:00', boxed),
          );
          expect([number, box.statusCode, box.json()]).toMatchObject([number, 409, { visitId }]);
          for (const query of [`plate=${uri(plate)}`, `container=${uri(number)}`]) {
            const { items } = (await border.get(`/truck-visits?${query}`)).json<{ items: object[] }>();
            expect([query, items]).toMatchObject([query, [{ visitId }]]);
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it.each(['container=-', 'container=%2F', 'plate=%3F', `container=${'C'.repeat(65)}`])(
    '%s is none',
    async (query) => {
      expect((await border.get(`/truck-visits?${query}`)).statusCode).toBe(400);
    },
  );
});
