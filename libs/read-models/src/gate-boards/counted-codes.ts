import type { BodyType, CargoClass } from '#libs/truck-flow';
import type { CountedCodes } from './count-columns';
import type { OnHandStage } from '../visit-facts/visit-facts';

/* What boards and yards count. */

export const STAGES: CountedCodes<OnHandStage> = {
  ARRIVED: true,
  CUSTOMS_CLEARED: true,
  DISINFECTED: true,
  CALLED_FORWARD: true,
  HANDED_OVER: true,
};
export const CARGO_CLASSES: CountedCodes<CargoClass> = {
  FRESH_PRODUCE: true,
  FROZEN_SEAFOOD: true,
  CHILLED: true,
  DRY: true,
  OTHER: true,
};
export const BODY_TYPES: CountedCodes<BodyType> = {
  HOT_BOX: true,
  REEFER_CONTAINER: true,
  DRY_CONTAINER: true,
  BOX: true,
  FLATBED: true,
  TANK: true,
  OTHER: true,
};
