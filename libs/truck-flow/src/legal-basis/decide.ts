import type { Decider } from '#libs/event-sourcing';
import { Rejection } from '../rejection';
import { sameReport } from '../truck-visit/step-data';
import { LEGAL_BASIS, legalBasisOrder } from './category';
import { LEGAL_BASIS_REGISTERED } from './events';
import type { LegalBasisData, LegalBasisEvent } from './events';
import { foldLegalBasis } from './state';

export interface RegisterLegalBasis {
  readonly kind: 'register';
  readonly at: string;
  readonly data: LegalBasisData;
}

export const legalBasis: Decider<RegisterLegalBasis, LegalBasisEvent> = {
  category: LEGAL_BASIS.name,
  order: legalBasisOrder,
  decide({ at, data }, { effective }) {
    if (data.validTo !== undefined && data.validTo < data.validFrom)
      throw Rejection.of('RANGE_REVERSED', '/validTo', 'validTo is the last day and not before validFrom');
    const { registered } = foldLegalBasis(effective);
    if (registered === undefined)
      return { events: [{ type: LEGAL_BASIS_REGISTERED, data, eventTime: at }], warnings: [] };
    if (sameReport(registered.data, data)) return { events: [], warnings: [] };
    throw new Rejection(
      'LEGAL_BASIS_ALREADY_REGISTERED',
      'a legal basis of this number is registered with other data',
    );
  },
};
