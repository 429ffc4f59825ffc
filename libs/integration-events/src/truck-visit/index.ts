import { ARRIVAL_VOIDED, HANDOVER_VOIDED, STEP_TABLE } from '#libs/truck-flow';
import type { StepType, TruckVisitSteps } from '#libs/truck-flow';
import type { PublishedNoun, Translation } from '../translation';
import { CLEARANCE } from './clearance';
import { GOODS } from './goods';
import { MOVEMENTS } from './movements';
import { corrected, TOPIC } from './topic';

const TOLD: { readonly [Type in StepType]: Translation<TruckVisitSteps[Type]> } = {
  ...CLEARANCE,
  ...GOODS,
  ...MOVEMENTS,
};

/** In the order of the table of steps. */
const FACTS = Object.fromEntries(
  Object.keys(STEP_TABLE).map((type) => [type, TOLD[type as StepType] as Translation]),
);

export const truckVisit: PublishedNoun = {
  topic: TOPIC,
  about: 'What happens to trucks and their goods; the key is the visit.',
  subject: 'visitId',
  facts: FACTS,
  corrected: corrected(
    'TruckVisitCorrected',
    'An event of the visit did not happen, or was told wrongly; a later correction of it replaces this one.',
    FACTS,
  ),
  inside: {
    [ARRIVAL_VOIDED]: 'takes back a claim whose arrival was never recorded',
    [HANDOVER_VOIDED]: 'takes back a claim whose handover was never recorded',
  },
};
