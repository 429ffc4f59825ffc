import { Type } from '@sinclair/typebox';
import type { FeeAccountActs, FeeAccountActType } from '#libs/truck-flow';
import { code, identifier, part, uuid, vnd } from './fields';
import { publishing } from './translation';
import type { PublishedNoun, Translation } from './translation';

/* The published language of what is paid for a visit, version 1. The key is the visit. Who paid stays inside. */

const topic = 'truck-flow.fee-account.v1';
const { told, corrected } = publishing(topic, part({ visitId: uuid(), gate: code() }));

const FACTS: { readonly [Type in FeeAccountActType]: Translation<FeeAccountActs[Type]> } = {
  'feeAccount.PaymentRecorded.v1': told(
    'PaymentRecorded',
    'Fees of a visit were paid, against a receipt.',
    part({ amount: vnd(), receipt: identifier(64) }),
    ({ amount, receipt }) => ({ amount, receipt }),
  ),
  'feeAccount.WaiverGranted.v1': told(
    'WaiverGranted',
    'Fee lines of a visit need not be paid, by a legal basis.',
    part({ lines: Type.Array(identifier(100)), legalBasis: identifier(200) }),
    ({ lines, legalBasis }) => ({ lines: [...lines], legalBasis }),
  ),
};

export const feeAccount: PublishedNoun = {
  topic,
  about: 'Payments and waivers of the fees of a visit; the key is the visit.',
  subject: 'visitId',
  facts: FACTS,
  corrected: corrected(
    'FeeAccountCorrected',
    'A payment or waiver did not happen, or a payment was told wrongly; a later correction of it replaces this one.',
    FACTS,
  ),
  inside: {},
};
