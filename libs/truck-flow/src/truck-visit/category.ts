import type { Category } from '#libs/event-sourcing';
import { historyOrder, meaningsOf } from '../type-tables';
import { inOneSpelling } from '../upcasters';
import { ARRIVAL_VOIDED, HANDOVER_VOIDED, STEP_TABLE, VISIT_CORRECTED } from './events';
import { evolveVisit, notArrived } from './state';
import type { Visit } from './state';

export const visitOrder = historyOrder(STEP_TABLE, VISIT_CORRECTED);

const MEANINGS = {
  ...meaningsOf(STEP_TABLE),
  [VISIT_CORRECTED]:
    'A recorded step did not happen, or its data was wrong; a later correction of it replaces this one.',
};

export const TRUCK_VISIT = {
  name: 'truckVisit',
  fold: { order: visitOrder, initial: notArrived, evolve: evolveVisit },
  types: Object.keys(MEANINGS),
  meanings: MEANINGS,
  internalTypes: [ARRIVAL_VOIDED, HANDOVER_VOIDED],
  upcasters: inOneSpelling(Object.keys(MEANINGS)),
} as const satisfies Category<Visit>;
