import { listOf } from '#libs/http-edge';
import type { JsonSchema } from '#libs/http-edge';
import { STEPS } from '#libs/truck-flow';

/** `missing[]` of a visit and of a row of the queue. */
export const MISSING_STEPS: JsonSchema = {
  ...listOf({ enum: Object.keys(STEPS) }),
  uniqueItems: true,
  description:
    'Steps that have to be recorded before it may cross, in their order; none once it has left. ' +
    'In mode FOREIGN_VEHICLE_PICKUP `transload` stands for any one of container-cut, container-lift and transload',
};
