import { Type } from '@sinclair/typebox';
import type { ClassificationData, YardActs, YardActType } from '#libs/truck-flow';
import { code, instant, officialName, oneOf, part, trucks } from './fields';
import { present, publishing, range } from './translation';
import type { PublishedNoun, Translation } from './translation';

/* The published language of yards, version 1: contract and translation side by side. The key is the yard. */

const topic = 'truck-flow.yard.v1';
const { told, corrected } = publishing(topic, part({ yard: code(), gate: code() }));

const CAPACITY = { capacity: trucks(), tenure: oneOf('PERMANENT', 'TEMPORARY', 'REQUISITIONED') };

function scopeOf({ commodityScope }: Partial<ClassificationData>): string[] | undefined {
  return commodityScope && [...commodityScope];
}

const kind = () =>
  oneOf(
    'GATE_YARD',
    'WAITING_AREA',
    'TRANSFER_YARD',
    'FOREIGN_YARD',
    'INSPECTION_CENTRE',
    'LODGING',
    'DRY_PORT',
    'BONDED_WAREHOUSE',
  );
const zone = () => oneOf('ORDINARY', 'NON_TARIFF_ZONE');
const SCOPE = { commodityScope: Type.Optional(Type.Array(code())) };

const FACTS: { readonly [Type in YardActType]: Translation<YardActs[Type]> } = {
  'yard.YardRegistered.v1': told(
    'YardRegistered',
    'A yard exists, with its gate, capacity and tenure.',
    part({
      gate: code(),
      name: officialName(),
      ...CAPACITY,
      kind: Type.Optional(kind()),
      zone: Type.Optional(zone()),
      ...SCOPE,
    }),
    ({ gate, name, capacity, tenure, ...more }) => ({
      gate,
      name,
      capacity: range(capacity),
      tenure,
      ...present({ kind: more.kind, zone: more.zone, commodityScope: scopeOf(more) }),
    }),
  ),
  'yard.YardCapacityChanged.v1': told(
    'YardCapacityChanged',
    'Another capacity and tenure of the yard are in force.',
    part({ ...CAPACITY, until: Type.Optional(instant()) }),
    ({ capacity, tenure, until }) => ({ capacity: range(capacity), tenure, ...present({ until }) }),
  ),
  'yard.YardClassified.v1': told(
    'YardClassified',
    'The yard is of a kind and in a zone, perhaps for some goods only.',
    part({ kind: kind(), zone: zone(), ...SCOPE }),
    (data) => ({ kind: data.kind, zone: data.zone, ...present({ commodityScope: scopeOf(data) }) }),
  ),
  'yard.AmenityProvided.v1': told(
    'AmenityProvided',
    'Water, meals, rides or other support were given out in the yard.',
    part({ kind: oneOf('WATER', 'MEAL', 'SHUTTLE', 'OTHER'), quantity: Type.Integer({ minimum: 1 }) }),
    (data) => ({ kind: data.kind, quantity: data.quantity }),
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
