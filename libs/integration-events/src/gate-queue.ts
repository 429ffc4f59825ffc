import type { GateQueueActs, GateQueueType } from '#libs/truck-flow';
import { code, identifier, part, uuid } from './fields';
import { publishing } from './translation';
import type { PublishedNoun, Translation } from './translation';

/* The published language of the queue of a gate, version 1. The key is the gate. */

const topic = 'truck-flow.gate-queue.v1';
const { told } = publishing(topic, part({ gate: code() }));

/** Who asked or answered leaves by his agency alone. */
const ABOUT = { override: uuid(), visitId: uuid(), agency: identifier(64) };

const FACTS: { readonly [Type in GateQueueType]: Translation<GateQueueActs[Type]> } = {
  'gateQueue.OverrideRequested.v1': told(
    'OverrideRequested',
    'An agency asks that a truck is called past others, by a legal basis.',
    part({ ...ABOUT, legalBasis: identifier(100) }),
    ({ override, visitId, requestedBy, legalBasis }) => ({
      override,
      visitId,
      agency: requestedBy.agency,
      legalBasis,
    }),
  ),
  'gateQueue.OverrideConfirmed.v1': told(
    'OverrideConfirmed',
    'Another agency confirms that the truck may be called past others.',
    part(ABOUT),
    ({ override, visitId, confirmedBy }) => ({ override, visitId, agency: confirmedBy.agency }),
  ),
  'gateQueue.OverrideRejected.v1': told(
    'OverrideRejected',
    'Another agency refuses that the truck is called past others.',
    part(ABOUT),
    ({ override, visitId, rejectedBy }) => ({ override, visitId, agency: rejectedBy.agency }),
  ),
};

export const gateQueue: PublishedNoun = {
  topic,
  about: 'Overrides of the order in which trucks are called; the key is the gate.',
  subject: 'gate',
  facts: FACTS,
  inside: {},
};
