/* Decider of a fee account: what is paid, waived and corrected. */
import type { Decider, Decision, History } from '#libs/event-sourcing';
import { correct } from '../correction';
import type { Correct, CorrectionRules } from '../correction';
import { Rejection } from '../rejection';
import type { FeeLine } from '../tariff/fee-lines';
import { sameReport } from '../truck-visit/step-data';
import { FEE_ACCOUNT, feeAccountOrder } from './category';
import { FEE_ACCOUNT_CORRECTED } from './events';
import type { FeeAccountAct, FeeAccountActs, FeeAccountEvent } from './events';
import { balanceOf, foldAccount, linesWaived, sumOf } from './state';
import type { FeeAccount } from './state';

export interface RecordPayment {
  readonly kind: 'payment';
  readonly at: string;
  readonly data: FeeAccountActs['feeAccount.PaymentRecorded.v1'];
}

export interface GrantWaiver {
  readonly kind: 'waiver';
  readonly at: string;
  readonly data: FeeAccountActs['feeAccount.WaiverGranted.v1'];
  /** The fee lines of the visit as of `at`. */
  readonly lines: readonly FeeLine[];
}

/** The whole new body of the payment that is corrected. */
export interface FeeAccountBody {
  readonly at: string;
  readonly [field: string]: unknown;
}

export interface CorrectAccount extends Correct<FeeAccountBody> {
  /** The gate of the visit when this is recorded. */
  readonly gate: string;
}

export type FeeAccountCommand = RecordPayment | GrantWaiver | CorrectAccount;

const NOTHING: Decision<FeeAccountEvent> = { events: [], warnings: [] };

export const feeAccount: Decider<FeeAccountCommand, FeeAccountEvent> = {
  category: FEE_ACCOUNT.name,
  order: feeAccountOrder,
  decide(command, history) {
    switch (command.kind) {
      case 'payment':
        return pay(command, foldAccount(history.effective));
      case 'waiver':
        return waive(command, foldAccount(history.effective));
      case 'correction':
        return correctAccount(command, history);
    }
  },
};

/** Money that was taken is a fact: also more than is due. A receipt is of one payment. */
function pay({ at, data }: RecordPayment, { payments }: FeeAccount): Decision<FeeAccountEvent> {
  const known = payments.find((payment) => payment.data.receipt === data.receipt);
  if (known === undefined)
    return { events: [{ type: 'feeAccount.PaymentRecorded.v1', data, eventTime: at }], warnings: [] };
  if (sameReport(known.data, data)) return NOTHING;
  throw RECEIPT_ALREADY_USED();
}

const RECEIPT_ALREADY_USED = () =>
  new Rejection('RECEIPT_ALREADY_USED', 'this receipt is of another payment of the visit');

/** Waives lines that are there, and never more than is due. Lines that are waived already are not waived again. */
function waive({ at, data, lines }: GrantWaiver, account: FeeAccount): Decision<FeeAccountEvent> {
  const time = Date.parse(at);
  const waived = linesWaived(account, time);
  const unknown = data.lines.findIndex((name) => !lines.some(({ line }) => line === name));
  if (unknown >= 0)
    throw Rejection.of(
      'FEE_LINE_UNKNOWN',
      `/lines/${unknown}`,
      'the visit has no such fee line at this time',
    );
  const anew = lines.filter(({ line }) => data.lines.includes(line) && !waived.has(line));
  if (anew.length === 0) return NOTHING;
  const { due } = balanceOf(account, lines, time);
  if (sumOf(anew) > due) {
    const detail = `these lines come to ${sumOf(anew)} VND and ${Math.max(due, 0)} VND are due`;
    throw new Rejection('WAIVER_ABOVE_DUE', detail);
  }
  return { events: [{ type: 'feeAccount.WaiverGranted.v1', data, eventTime: at }], warnings: [] };
}

/** A waiver is a decision: it is taken back as a whole, and another one granted. */
function correctAccount(command: CorrectAccount, history: History): Decision<FeeAccountEvent> {
  const { gate } = command;
  const { payments } = foldAccount(history.effective);
  const rules: CorrectionRules<FeeAccountBody, typeof FEE_ACCOUNT_CORRECTED> = {
    type: FEE_ACCOUNT_CORRECTED,
    order: feeAccountOrder,
    read: (target, { at, ...body }) => {
      if ((target as FeeAccountAct | typeof target).type !== 'feeAccount.PaymentRecorded.v1')
        throw new Rejection('CORRECTED_BODY_UNEXPECTED', 'a waiver is taken back, and granted anew');
      const isOther = payments.some(
        ({ eventId, data }) => eventId !== target.eventId && data.receipt === body['receipt'],
      );
      if (isOther) throw RECEIPT_ALREADY_USED();
      return { at, data: { gate: (target.data as { readonly gate: string }).gate, ...body }, warnings: [] };
    },
    carried: () => ({ gate }),
  };
  const { events, warnings } = correct(command, history, rules);
  return { events: events.map((event) => ({ ...event, data: { ...event.data, gate } })), warnings };
}
