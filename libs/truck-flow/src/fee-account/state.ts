import type { EffectiveEvent } from '#libs/event-sourcing';
import type { FeeLine } from '../tariff/fee-lines';
import type { FeeAccountAct } from './events';

/** Payments and waivers of a visit, ascending by time. */
export interface FeeAccount {
  readonly payments: readonly FeeAccountAct<'feeAccount.PaymentRecorded.v1'>[];
  readonly waivers: readonly FeeAccountAct<'feeAccount.WaiverGranted.v1'>[];
}

export const openAccount: FeeAccount = { payments: [], waivers: [] };

export function evolveAccount(account: FeeAccount, event: EffectiveEvent): FeeAccount {
  const act = event as FeeAccountAct;
  return act.type === 'feeAccount.PaymentRecorded.v1'
    ? { ...account, payments: [...account.payments, act] }
    : { ...account, waivers: [...account.waivers, act] };
}

/** The account after the events of an effective history. */
export function foldAccount(history: readonly EffectiveEvent[]): FeeAccount {
  return history.reduce(evolveAccount, openAccount);
}

/** Whole VND. What is due is below zero where more was paid than the lines come to. */
export interface Balance {
  readonly total: number;
  readonly paid: number;
  readonly waived: number;
  readonly due: number;
}

/** What of these lines is paid, waived and due as of an instant. A line is waived once, by however many waivers. */
export function balanceOf(account: FeeAccount, lines: readonly FeeLine[], at: number): Balance {
  const waivedLines = linesWaived(account, at);
  const total = sumOf(lines);
  const paid = sumOf(account.payments.filter(({ time }) => time <= at).map(({ data }) => data));
  const waived = sumOf(lines.filter(({ line }) => waivedLines.has(line)));
  return { total, paid, waived, due: total - paid - waived };
}

/** Names of the lines that need not be paid as of an instant. */
export function linesWaived({ waivers }: FeeAccount, at: number): ReadonlySet<string> {
  return new Set(waivers.filter(({ time }) => time <= at).flatMap(({ data }) => data.lines));
}

export function sumOf(amounts: readonly { readonly amount: number }[]): number {
  return amounts.reduce((sum, { amount }) => sum + amount, 0);
}
