import { FEE_ACCOUNT, FEE_ACCOUNT_CORRECTED } from '#libs/truck-flow';
import { event, GATE } from '../../testing/given-events';
import { describeView } from '../../testing/view-specification';
import { feeAccounts } from './fee-accounts';

const [PAID = '', WAIVED = ''] = FEE_ACCOUNT.types;
const AT = '2021-12-15T08:00:00+07:00';
const paid = event('feeAccount-v1', PAID, AT, { gate: GATE, payer: 'CARRIER', amount: 5, receipt: 'R-1' });
const waived = event('feeAccount-v1', WAIVED, AT, {
  gate: GATE,
  lines: ['INFRASTRUCTURE'],
  legalBasis: '2515/QĐ-UBND',
  reason: 'r',
});
const shown = (...types: readonly string[]) => {
  const acts = types.map((type) => `.*"type":"${type.replaceAll('.', '\\.')}"`).join('');
  return { visit_id: 'v1', acts: expect.stringMatching(new RegExp(`^\\[${acts}.*\\]$`)) as string };
};

describeView(feeAccounts, {
  [PAID]: ({ given }) =>
    given()
      .when(paid)
      .then([shown(PAID)]),
  [FEE_ACCOUNT_CORRECTED]: ({ given }) => {
    const correction = { eventId: paid.eventId, reason: 'DID_NOT_OCCUR', gate: GATE };
    return given(paid, waived)
      .when(event('feeAccount-v1', FEE_ACCOUNT_CORRECTED, AT, correction))
      .then([shown(WAIVED)]);
  },
  [WAIVED]: ({ given }) =>
    given(paid)
      .when(waived)
      .then([shown(PAID, WAIVED)]),
});
