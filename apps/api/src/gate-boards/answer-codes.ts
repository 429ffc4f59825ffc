import type { OnHandStage } from '#libs/read-models';
import type { BodyType, CargoClass, GateStatus } from '#libs/truck-flow';

/* The codes that rows about gates are made of, as the document lists them. */

export const GATE_STATUSES = ['OPEN', 'REDUCED', 'SUSPENDED'] as const satisfies readonly GateStatus[];
export const ON_HAND_STAGES = [
  'ARRIVED',
  'CUSTOMS_CLEARED',
  'DISINFECTED',
  'CALLED_FORWARD',
  'HANDED_OVER',
] as const satisfies readonly OnHandStage[];
export const CARGO_CLASSES = [
  'FRESH_PRODUCE',
  'FROZEN_SEAFOOD',
  'CHILLED',
  'DRY',
  'OTHER',
] as const satisfies readonly CargoClass[];
export const BODY_TYPES = [
  'HOT_BOX',
  'REEFER_CONTAINER',
  'DRY_CONTAINER',
  'BOX',
  'FLATBED',
  'TANK',
  'OTHER',
] as const satisfies readonly BodyType[];
