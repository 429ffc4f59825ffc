import type { YardActs, YardActType } from '#libs/truck-flow';
import { code, officialName, oneOf, part, trucks } from './fields';
import { publishing, range } from './translation';
import type { PublishedNoun, Translation } from './translation';

/* The published language of yards, version 1: contract and translation side by side. The key is the yard. */

const topic = 'truck-flow.yard.v1';
const { told, corrected } = publishing(topic, part({ yard: code(), gate: code() }));

const CAPACITY = { capacity: trucks(), tenure: oneOf('PERMANENT', 'TEMPORARY', 'REQUISITIONED') };

const FACTS: { readonly [Type in YardActType]: Translation<YardActs[Type]> } = {
  'yard.YardRegistered.v1': told(
    'YardRegistered',
    'A yard exists, with its gate, capacity and tenure.',
    part({ gate: code(), name: officialName(), ...CAPACITY }),
    ({ gate, name, capacity, tenure }) => ({ gate, name, capacity: range(capacity), tenure }),
  ),
  'yard.YardCapacityChanged.v1': told(
    'YardCapacityChanged',
    'Another capacity and tenure of the yard are in force.',
    part(CAPACITY),
    ({ capacity, tenure }) => ({ capacity: range(capacity), tenure }),
  ),
};

export const yard: PublishedNoun = {
  topic,
  about: 'Yards and their capacity; the key is the yard.',
  subject: 'yard',
  facts: FACTS,
  corrected: corrected(
    'YardCorrected',
    'An act of the yard did not happen, or was told wrongly; a later correction of it replaces this one.',
    FACTS,
  ),
  inside: {},
};
