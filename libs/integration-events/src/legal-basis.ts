import { Type } from '@sinclair/typebox';
import { LEGAL_BASIS_REGISTERED } from '#libs/truck-flow';
import type { LegalBasisData } from '#libs/truck-flow';
import { date, identifier, part } from './fields';
import { present, publishing } from './translation';
import type { PublishedNoun, Translation } from './translation';

/* The published language of legal bases, version 1. The key is the number. */

const topic = 'truck-flow.legal-basis.v1';
const { told } = publishing(topic, part({ number: identifier(100) }));

const FACTS: { readonly [LEGAL_BASIS_REGISTERED]: Translation<LegalBasisData> } = {
  [LEGAL_BASIS_REGISTERED]: told(
    'LegalBasisRegistered',
    'A decision, circular or letter is in force so long; policies and prices may rest on it.',
    part({ date: date(), validFrom: date(), validTo: Type.Optional(date()) }),
    ({ date: signed, validFrom, validTo }) => ({ date: signed, validFrom, ...present({ validTo }) }),
  ),
};

export const legalBasis: PublishedNoun = {
  topic,
  about: 'Legal bases of policies and prices; the key is the number.',
  subject: 'number',
  source: '/legal-bases',
  facts: FACTS,
  inside: {},
};
