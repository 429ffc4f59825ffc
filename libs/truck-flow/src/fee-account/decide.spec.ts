import { givenEventId, specificationOf } from '#libs/event-sourcing/testing';
import type { FeeLine } from '../tariff/fee-lines';
import { feeAccount } from './decide';
import type { FeeAccountActs, FeeAccountEvent } from './events';
import { balanceOf, foldAccount } from './state';

const { given } = specificationOf(feeAccount, foldAccount);

const AT = '2021-12-27T08:00:00+07:00';
const LINES = [1, 2, 3].map((dayNight): FeeLine => {
  const window = { from: 0, to: 0 };
  const named = {
    line: `PARKING/YARD/${dayNight}`,
    kind: 'PARKING' as const,
    tariff: 'T',
    tier: null,
    dayNight,
  };
  return { ...named, window, legalBasis: '2515/QĐ-UBND', basis: 100, amount: 100, capped: false };
});

const PAYMENT = { gate: 'TAN_THANH', payer: 'CARRIER', amount: 150, receipt: 'R-1' };
const WAIVER = {
  gate: 'TAN_THANH',
  lines: ['PARKING/YARD/1'],
  legalBasis: '2515/QĐ-UBND',
  reason: 'suspended',
};
const paid = (more: object = {}): FeeAccountEvent => ({
  type: 'feeAccount.PaymentRecorded.v1',
  data: { ...PAYMENT, ...more },
  eventTime: AT,
});
const waived = (...lines: readonly string[]): FeeAccountEvent => ({
  type: 'feeAccount.WaiverGranted.v1',
  data: { ...WAIVER, lines },
  eventTime: AT,
});
const pay = (more: object = {}) => ({ kind: 'payment' as const, at: AT, data: { ...PAYMENT, ...more } });
const waive = (data: Partial<FeeAccountActs['feeAccount.WaiverGranted.v1']> = {}) => {
  return { kind: 'waiver' as const, at: AT, data: { ...WAIVER, ...data }, lines: LINES };
};

describe('a payment', () => {
  it('is recorded, also of more than is due', () => {
    given()
      .when(pay({ amount: 1_000 }))
      .then([paid({ amount: 1_000 })]);
  });

  it('is said twice under its receipt, and refused with other fields', () => {
    given(paid()).when(pay()).thenNothing();
    given(paid())
      .when(pay({ amount: 151 }))
      .thenRejected('RECEIPT_ALREADY_USED');
    given(paid())
      .when(pay({ receipt: 'R-2' }))
      .then([paid({ receipt: 'R-2' })]);
  });
});

describe('a waiver', () => {
  it('names lines that are there', () => {
    given()
      .when(waive())
      .then([waived('PARKING/YARD/1')]);
    given()
      .when(waive({ lines: ['PARKING/YARD/4'] }))
      .thenRejected('FEE_LINE_UNKNOWN');
  });

  it('waives no line a second time', () => {
    const lines = ['PARKING/YARD/1', 'PARKING/YARD/2'];
    given(waived('PARKING/YARD/1'))
      .when(waive({ reason: 'again' }))
      .thenNothing();
    given(waived('PARKING/YARD/1'))
      .when(waive({ lines }))
      .then([waived(...lines)]);
  });

  it('waives no more than is due', () => {
    given(paid({ amount: 200 }))
      .when(waive())
      .then([waived('PARKING/YARD/1')]);
    given(paid({ amount: 201 }))
      .when(waive())
      .thenRejected('WAIVER_ABOVE_DUE');
    given(paid({ amount: 400 }))
      .when(waive())
      .thenRejected('WAIVER_ABOVE_DUE');
  });
});

describe('a correction', () => {
  const by = { sub: 'manager', manager: true };
  const correction = (corrected?: object) => ({
    kind: 'correction' as const,
    at: AT,
    eventId: givenEventId(0),
    reason: corrected === undefined ? ('DID_NOT_OCCUR' as const) : ('INCORRECT_DATA' as const),
    ...(corrected === undefined ? {} : { corrected: { at: AT, ...corrected } }),
    by,
    now: AT,
    gate: 'CHI_MA',
  });
  const { gate: _, ...body } = PAYMENT;

  it('of a payment keeps the gate that the payment had, and carries that of the visit', () => {
    given(paid())
      .when(correction({ ...body, amount: 15 }))
      .then([
        {
          type: 'feeAccount.EventCorrected.v1',
          data: {
            eventId: givenEventId(0),
            reason: 'INCORRECT_DATA',
            corrected: { at: AT, data: { ...PAYMENT, amount: 15 } },
            gate: 'CHI_MA',
          },
          eventTime: AT,
        },
      ]);
  });

  it('gives no payment the receipt of another', () => {
    given(paid(), paid({ receipt: 'R-2' }))
      .when(correction({ ...body, receipt: 'R-2' }))
      .thenRejected('RECEIPT_ALREADY_USED');
  });

  it('takes a waiver back and changes none', () => {
    given(waived('PARKING/YARD/1'))
      .when(correction())
      .then([expect.objectContaining({}) as FeeAccountEvent]);
    given(waived('PARKING/YARD/1'))
      .when(correction({ lines: [] }))
      .thenRejected('CORRECTED_BODY_UNEXPECTED');
  });
});

it('what is due is what lines come to without payments and waivers, by their times', () => {
  const account = foldAccount(
    [paid({ amount: 120 }), waived('PARKING/YARD/1', 'PARKING/YARD/9'), waived('PARKING/YARD/1')].map(
      ({ eventTime: at, ...event }) => ({ ...event, at, time: Date.parse(at) }) as never,
    ),
  );
  expect(balanceOf(account, LINES, Date.parse(AT))).toEqual({ total: 300, paid: 120, waived: 100, due: 80 });
  expect(balanceOf(account, LINES, Date.parse(AT) - 1)).toEqual({ total: 300, paid: 0, waived: 0, due: 300 });
});
