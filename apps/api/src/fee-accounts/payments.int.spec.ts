import { startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';
import { parse } from '../../testing/csv-rows';
import { DocumentedAnswers } from '../../testing/documented-answers';
import { feesOf, RELIEF, stayed, YARD } from '../../testing/parked-trucks';

const OWNED = {
  consignments: [{ consignmentId: 'fruit-1', cargoClass: 'FRESH_PRODUCE', owner: 'LONGAN_FRUIT' }],
};

let border: ApiUnderTest;
let documented: DocumentedAnswers;
let visitId: string;
let company: string;
const AT = '2022-01-10T08:00:00+07:00';
const PAYMENT = { at: AT, payer: 'LANG_SON_TRANSPORT', amount: 200_000, receipt: 'R-1' };
const WAIVER = { at: AT, lines: [`PARKING/${YARD}/3`], legalBasis: '2515/QĐ-UBND', reason: 'suspended' };

beforeEach(async () => {
  border = await startApi();
  documented = DocumentedAnswers.of(border.app);
  border.clock.set('2022-03-01T08:00:00+07:00');
  await border.record('/tariffs', RELIEF);
  visitId = await stayed(border, {
    from: '2021-12-25T00:00:00+07:00',
    days: 3,
    carrier: 'LANG_SON_TRANSPORT',
    ...OWNED,
  });
  company = await border.token('yard-operator', { yards: [YARD] });
});

afterEach(() => border.close());

const pay = (more: object = {}, token = company) =>
  border.post(`/truck-visits/${visitId}/payment`, { ...PAYMENT, ...more }, token);
const waive = (more: object = {}) =>
  border.post(`/truck-visits/${visitId}/fee-waiver`, { ...WAIVER, ...more });

test('what was paid and waived is taken off what is due from its time on; a repetition records nothing', async () => {
  expect((await pay()).json()).toMatchObject({ id: visitId, events: ['feeAccount.PaymentRecorded.v1'] });
  expect((await pay()).json()).toMatchObject({ events: [] });
  expect((await waive()).json()).toMatchObject({ id: visitId, events: ['feeAccount.WaiverGranted.v1'] });
  expect((await waive()).json()).toMatchObject({ events: [] });
  expect(await feesOf(border, visitId)).toMatchObject({
    total: 315_000,
    paid: 200_000,
    waived: 75_000,
    due: 40_000,
  });
  const before = await feesOf(border, visitId, '?at=2022-01-10T07:59:59%2B07:00');
  expect(before).toMatchObject({ total: 315_000, paid: 0, waived: 0, due: 315_000 });
});

test('what was paid and waived is refused by a code, and nothing is stored', async () => {
  await pay();
  const codes = [
    await pay({ amount: 1 }),
    await waive({ lines: [`PARKING/${YARD}/4`] }),
    await waive({ legalBasis: '99/QĐ-NOWHERE' }),
    await waive({ lines: [`PARKING/${YARD}/1`, `PARKING/${YARD}/2`] }),
    await pay({ amount: 0.5 }),
    await pay({ amount: 0 }),
  ].map((answer) => [answer.statusCode, answer.json<{ code: string }>().code]);
  expect(codes).toEqual([
    [409, 'RECEIPT_ALREADY_USED'],
    [409, 'FEE_LINE_UNKNOWN'],
    [409, 'LEGAL_BASIS_UNKNOWN'],
    [409, 'WAIVER_ABOVE_DUE'],
    [400, 'BODY_INVALID'],
    [400, 'BODY_INVALID'],
  ]);
  expect(await feesOf(border, visitId)).toMatchObject({ paid: 200_000, waived: 0 });
});

test('what was paid and waived is corrected by who recorded it, and by the gate manager', async () => {
  border.clock.set(AT);
  await pay();
  await waive();
  await border.settle();
  const { payments, waivers } = (await border.get(`/truck-visits/${visitId}/fees`)).json<{
    payments: readonly { eventId: string }[];
    waivers: readonly { eventId: string }[];
  }>();
  expect([payments, waivers]).toMatchObject([
    [{ amount: 200_000, receipt: 'R-1', payer: 'LANG_SON_TRANSPORT', at: AT }],
    [{ lines: WAIVER.lines, legalBasis: WAIVER.legalBasis, reason: WAIVER.reason }],
  ]);
  const correct = (eventId: string | undefined, body: object, token?: string) =>
    border.post(`/truck-visits/${visitId}/fee-correction`, { at: AT, eventId, ...body }, token);
  const wrong = { reason: 'INCORRECT_DATA', corrected: { ...PAYMENT, amount: 20_000 } };
  const late = await correct(payments[0]?.eventId, wrong, company);
  expect(late.json()).toMatchObject({ status: 403, code: 'CORRECTION_NEEDS_MANAGER' });
  expect((await correct(payments[0]?.eventId, wrong)).json()).toMatchObject({
    events: ['feeAccount.EventCorrected.v1'],
  });
  expect(await feesOf(border, visitId)).toMatchObject({ paid: 20_000, waived: 75_000 });
  const changed = await correct(waivers[0]?.eventId, { reason: 'INCORRECT_DATA', corrected: WAIVER });
  expect(changed.json()).toMatchObject({ status: 400, code: 'CORRECTED_BODY_UNEXPECTED' });
  await correct(waivers[0]?.eventId, { reason: 'DID_NOT_OCCUR' });
  expect(await feesOf(border, visitId)).toMatchObject({ paid: 20_000, waived: 0 });
});

test('what was paid and waived is the business of the yard, of the gate and of the company that pays', async () => {
  const others = await border.token('yard-operator', { yards: ['CHI_MA_YARD'] });
  expect((await pay({}, others)).statusCode).toBe(404);
  expect((await pay({}, await border.token('gate-manager', { gates: ['*'] }))).statusCode).toBe(403);
  await border.settle();
  const read = async (role: string, claims: object) =>
    (await border.get(`/truck-visits/${visitId}/fees`, await border.token(role, claims))).statusCode;
  expect([
    await read('yard-operator', { yards: [YARD] }),
    await read('gate-manager', { gates: ['TAN_THANH'] }),
    await read('company', { companies: ['LANG_SON_TRANSPORT'] }),
    await read('auditor', {}),
    await read('yard-operator', { yards: ['CHI_MA_YARD'] }),
    await read('company', { companies: ['ANOTHER'] }),
    await read('gate-operator', { gates: ['*'] }),
  ]).toEqual([200, 200, 200, 200, 404, 404, 403]);
});

test('what was paid is told to the carrier, and to an owner of goods only what is due', async () => {
  await pay();
  await border.settle();
  const read = async (name: string) => {
    const token = await border.token('company', { companies: [name] });
    return (await border.get(`/truck-visits/${visitId}/fees`, token)).json<object>();
  };
  expect(await read('LANG_SON_TRANSPORT')).toMatchObject({ due: 115_000, payments: [{ amount: 200_000 }] });
  expect(await read('LONGAN_FRUIT')).toMatchObject({ due: 115_000, payments: [] });
});

test('what was paid and waived is had as a statement for a spreadsheet', async () => {
  await waive();
  await border.settle();
  const csv = await border.get(`/truck-visits/${visitId}/fees`, undefined, { accept: 'text/csv' });
  expect(parse(csv.body)).toMatchObject([
    { line: `PARKING/${YARD}/1`, dayNight: '1', payPercent: '80', amount: '120000', waived: 'false' },
    { dayNight: '2', amount: '120000', legalBasis: '2515/QĐ-UBND' },
    { dayNight: '3', payPercent: '50', amount: '75000', waived: 'true' },
  ]);
  const book = await border.get(`/truck-visits/${visitId}/fees?format=xlsx`);
  expect([book.statusCode, book.headers['content-type']]).toEqual([
    200,
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ]);
});

test('what was paid and waived shows in what the yard earned, beside its stays', async () => {
  await waive();
  await border.settle();
  const range = '?from=2021-12-25&to=2021-12-29';
  const stays = await border.get(`/yards/${YARD}/stays${range}`, company);
  expect(documented.faultsOf('/yards/{yard}/stays', stays.json())).toEqual([]);
  expect(stays.json()).toMatchObject({
    items: [
      {
        visitId,
        tractor: { plate: '12C04567' },
        from: '2021-12-25T00:00:00+07:00',
        until: '2021-12-28T00:00:00+07:00',
        dayNights: 3,
        amount: 315_000,
      },
    ],
    nextCursor: null,
  });
  const revenue = await border.get(`/yards/${YARD}/revenue${range}`, company);
  expect(documented.faultsOf('/yards/{yard}/revenue', revenue.json())).toEqual([]);
  expect(revenue.json()).toMatchObject({
    items: [
      { day: '2021-12-25', tariff: 'PARKING_2515', kind: 'PARKING', lines: 1, amount: 120_000, waived: 0 },
      { day: '2021-12-26', lines: 1, amount: 120_000 },
      { day: '2021-12-27', lines: 1, amount: 75_000, waived: 75_000 },
    ],
    total: { lines: 3, amount: 315_000, waived: 75_000 },
  });
  const others = await border.token('yard-operator', { yards: ['CHI_MA_YARD'] });
  expect((await border.get(`/yards/${YARD}/revenue${range}`, others)).statusCode).toBe(404);
});
