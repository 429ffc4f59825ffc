import { Type } from '@sinclair/typebox';
import { contractsOf, correctionOf, TOPICS } from './contract';
import type { DataOf } from './contract';
import { code, handoverMode, instant, officialName, oneOf, openingHours, part, trucks } from './fields';

/* The published language of the border gate, version 1. The key is the gate. */

const contract = contractsOf(TOPICS.borderGate, part({ gate: code() }));

/** When an act is in force: from `effectiveFrom` (inclusive) to `until` (exclusive). */
const FORCE = { effectiveFrom: instant(), until: Type.Optional(instant()) };

export const GateRegisteredV1 = contract(
  'GateRegistered',
  'A gate exists, with its lanes, hours and mode.',
  part({
    name: part({ vi: officialName(), zh: officialName(), en: officialName() }),
    timeZone: Type.String({ minLength: 1, maxLength: 64, description: 'IANA zone' }),
    lanes: Type.Array(code()),
    hours: openingHours(),
    handoverMode: handoverMode(),
  }),
);
export const GateSuspendedV1 = contract(
  'GateSuspended',
  'Clearance is suspended: the whole gate, one lane, or some goods.',
  part({
    ...FORCE,
    orderedBy: oneOf('HOME', 'FOREIGN'),
    lane: Type.Optional(code()),
    commodityScope: Type.Optional(Type.Array(code())),
  }),
);
export const GateResumedV1 = contract(
  'GateResumed',
  'Clearance resumes, perhaps in another mode or at a reduced rate.',
  part({
    ...FORCE,
    lane: Type.Optional(code()),
    handoverMode: Type.Optional(handoverMode()),
    expectedRate: Type.Optional(trucks()),
  }),
);
export const HandoverModeChangedV1 = contract(
  'HandoverModeChanged',
  'Another handover mode is in force.',
  part({ ...FORCE, mode: handoverMode() }),
);
export const GateHoursChangedV1 = contract(
  'GateHoursChanged',
  'Other opening hours are in force.',
  part({ ...FORCE, hours: openingHours() }),
);
export const ClearanceRateObservedV1 = contract(
  'ClearanceRateObserved',
  'The gate was seen to clear so many trucks a day.',
  part({ ...FORCE, trucksPerDay: trucks() }),
);
export const BorderGateCorrectedV1 = contract(
  'BorderGateCorrected',
  'An act of the gate did not happen, or was told wrongly; a later correction of it replaces this one.',
  correctionOf([
    ...[GateRegisteredV1, GateSuspendedV1, GateResumedV1],
    ...[HandoverModeChangedV1, GateHoursChangedV1, ClearanceRateObservedV1],
  ]),
);

export type GateRegisteredV1 = DataOf<typeof GateRegisteredV1>;
export type GateSuspendedV1 = DataOf<typeof GateSuspendedV1>;
export type GateResumedV1 = DataOf<typeof GateResumedV1>;
export type HandoverModeChangedV1 = DataOf<typeof HandoverModeChangedV1>;
export type GateHoursChangedV1 = DataOf<typeof GateHoursChangedV1>;
export type ClearanceRateObservedV1 = DataOf<typeof ClearanceRateObservedV1>;
export type BorderGateCorrectedV1 = DataOf<typeof BorderGateCorrectedV1>;
