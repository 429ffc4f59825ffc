import type { TObject } from '@sinclair/typebox';
import { BorderGateCorrectedV1 } from './contracts/border-gate';
import { dataSchema } from './contracts/contract';
import type { Contract } from './contracts/contract';
import { TruckVisitCorrectedV1 } from './contracts/truck-visit';
import { YardCorrectedV1 } from './contracts/yard';
import { TRANSLATIONS } from './translations';
import type { FactType } from './translations';
import type { GATE_CORRECTED, VISIT_CORRECTED, YARD_CORRECTED } from '#libs/truck-flow';

export type CorrectionType = typeof VISIT_CORRECTED | typeof GATE_CORRECTED | typeof YARD_CORRECTED;

/** How each category tells that one of its events is corrected. */
export const CORRECTIONS: Readonly<Record<CorrectionType, Contract>> = {
  'truckVisit.EventCorrected.v1': TruckVisitCorrectedV1,
  'borderGate.EventCorrected.v1': BorderGateCorrectedV1,
  'yard.EventCorrected.v1': YardCorrectedV1,
};

/** A published type with the stored type it comes of. */
export interface PublishedType extends Contract {
  readonly storedType: FactType | CorrectionType;
  /** JSON Schema of the event's data. */
  readonly schema: TObject;
}

/** Every published type, in the order of the translations. */
export const PUBLISHED_TYPES: readonly PublishedType[] = [
  ...Object.entries(TRANSLATIONS).map(([stored, { contract }]) => ({ stored, contract })),
  ...Object.entries(CORRECTIONS).map(([stored, contract]) => ({ stored, contract })),
].map(({ stored, contract }) => ({
  ...contract,
  storedType: stored as PublishedType['storedType'],
  schema: dataSchema(contract),
}));

export function isFact(type: string): type is FactType {
  return Object.hasOwn(TRANSLATIONS, type);
}

export function isCorrection(type: string): type is CorrectionType {
  return Object.hasOwn(CORRECTIONS, type);
}
