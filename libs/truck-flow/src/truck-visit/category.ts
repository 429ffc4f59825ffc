import type { Category } from '#libs/event-sourcing';
import { historyOrder } from '../history-order';
import { inOneSpelling } from '../upcasters';
import { ARRIVAL_VOIDED, HANDOVER_VOIDED, VISIT_CORRECTED } from './events';
import { evolveVisit, notArrived } from './state';
import type { Visit } from './state';
import { STEPS } from './steps';

const STEP_TYPES = Object.values(STEPS);

export const visitOrder = historyOrder(STEP_TYPES, VISIT_CORRECTED);

export const TRUCK_VISIT = {
  name: 'truckVisit',
  fold: { order: visitOrder, initial: notArrived, evolve: evolveVisit },
  types: [...STEP_TYPES, VISIT_CORRECTED],
  internalTypes: [ARRIVAL_VOIDED, HANDOVER_VOIDED],
  upcasters: inOneSpelling([...STEP_TYPES, VISIT_CORRECTED]),
} as const satisfies Category<Visit>;
