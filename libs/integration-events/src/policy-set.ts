/* The published language of policies, version 1. They are one subject, so that they stay in order. */
import { Type } from '@sinclair/typebox';
import type { Static } from '@sinclair/typebox';
import { POLICY_PUBLISHED, POLICY_WITHDRAWN } from '#libs/truck-flow';
import type { PolicyKind, PolicyPublishedData, PolicyValues, PolicyWithdrawnData } from '#libs/truck-flow';
import { code, count, identifier, instant, oneOf, part } from './fields';
import { present, publishing } from './translation';
import type { PublishedNoun, Translation } from './translation';

const topic = 'truck-flow.policy-set.v1';
const { told } = publishing(topic, part({ policySet: Type.Literal('ALL'), gate: Type.Optional(code()) }));

const values = part({
  classes: Type.Optional(Type.Array(part({ class: identifier(40), weight: count() }))),
  window: Type.Optional(count()),
  requires: Type.Optional(Type.Array(oneOf('CUSTOMS'))),
  missed: Type.Optional(oneOf('END_OF_CLASS', 'KEEP_PLACE')),
  deadlineMinutes: Type.Optional(count()),
  yard: Type.Optional(code()),
  target: Type.Optional(count()),
  approverRoles: Type.Optional(Type.Array(identifier(40))),
});

/** What is published of the values of each kind. Which trucks are of a class stays inside: it may name companies. */
const VALUES: { readonly [Kind in PolicyKind]: (of: PolicyValues[Kind]) => Static<typeof values> } = {
  QUEUE_ORDER: ({ classes, window, requires }) => ({
    classes: classes.map(({ class: name, weight }) => ({ class: name, weight })),
    window,
    requires: [...requires],
  }),
  CALL: ({ missed, deadlineMinutes }) => ({ missed, ...present({ deadlineMinutes }) }),
  GATE_YARD_TARGET: ({ yard, target }) => ({ yard, target }),
  OVER_CAPACITY: ({ approverRoles }) => ({ approverRoles: [...approverRoles] }),
};

function valuesTold({ kind, values: stored }: PolicyPublishedData): Static<typeof values> {
  return (VALUES[kind] as (of: PolicyValues[PolicyKind]) => Static<typeof values>)(stored);
}

const version = () => Type.Integer({ minimum: 1 });

const FACTS: {
  readonly [POLICY_PUBLISHED]: Translation<PolicyPublishedData>;
  readonly [POLICY_WITHDRAWN]: Translation<PolicyWithdrawnData>;
} = {
  [POLICY_PUBLISHED]: told(
    'PolicyPublished',
    'A rule of a gate or of all gates is in force from a time on, by a legal basis.',
    part({
      policy: code(),
      version: version(),
      kind: oneOf(...(Object.keys(VALUES) as PolicyKind[])),
      effectiveFrom: instant(),
      until: Type.Optional(instant()),
      legalBasis: identifier(100),
      values,
    }),
    (data: PolicyPublishedData) => ({
      policy: data.policy,
      version: data.version,
      kind: data.kind,
      effectiveFrom: data.effectiveFrom,
      ...present({ until: data.until }),
      legalBasis: data.legalBasis,
      values: valuesTold(data),
    }),
  ),
  [POLICY_WITHDRAWN]: told(
    'PolicyWithdrawn',
    'A rule, in this version and those before it, is no longer in force from a time on.',
    part({ policy: code(), version: version(), effectiveFrom: instant() }),
    (data: PolicyWithdrawnData) => ({
      policy: data.policy,
      version: data.version,
      effectiveFrom: data.effectiveFrom,
    }),
  ),
};

export const policySet: PublishedNoun = {
  topic,
  about: 'Published rules of the gates; the key is the same for all, so that they stay in order.',
  subject: 'policySet',
  source: '/policies',
  bindsEveryGate: true,
  facts: FACTS,
  inside: {},
};
