import type { Category } from '#libs/event-sourcing';
import { historyOrder, meaningsOf } from '../type-tables';
import { LEGAL_BASIS_REGISTERED } from './events';
import { evolveLegalBasis, unknownLegalBasis } from './state';
import type { LegalBasis } from './state';

const TABLE = {
  [LEGAL_BASIS_REGISTERED]: {
    meaning:
      'A decision, circular or letter exists on which policies and prices may rest, and is in force so long.',
  },
};

/** A registration is not corrected in v1; the name is kept for the day it is. */
export const legalBasisOrder = historyOrder(TABLE, 'legalBasis.EventCorrected.v1');

/** A stream a number. */
export const LEGAL_BASIS = {
  name: 'legalBasis',
  fold: { order: legalBasisOrder, initial: unknownLegalBasis, evolve: evolveLegalBasis },
  types: Object.keys(TABLE),
  meanings: meaningsOf(TABLE),
  internalTypes: [],
  upcasters: {},
} as const satisfies Category<LegalBasis>;
