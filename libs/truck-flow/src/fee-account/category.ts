import type { Category } from '#libs/event-sourcing';
import { historyOrder, meaningsOf } from '../type-tables';
import { FEE_ACCOUNT_ACTS, FEE_ACCOUNT_CORRECTED } from './events';
import { evolveAccount, openAccount } from './state';
import type { FeeAccount } from './state';

export const feeAccountOrder = historyOrder(FEE_ACCOUNT_ACTS, FEE_ACCOUNT_CORRECTED);

const MEANINGS = {
  ...meaningsOf(FEE_ACCOUNT_ACTS),
  [FEE_ACCOUNT_CORRECTED]: 'A recorded payment or waiver did not happen, or a payment was told wrongly.',
};

export const FEE_ACCOUNT = {
  name: 'feeAccount',
  fold: { order: feeAccountOrder, initial: openAccount, evolve: evolveAccount },
  types: Object.keys(MEANINGS),
  meanings: MEANINGS,
  internalTypes: [],
  upcasters: {},
} as const satisfies Category<FeeAccount>;
