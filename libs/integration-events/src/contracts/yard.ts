import { contractsOf, correctionOf, TOPICS } from './contract';
import type { DataOf } from './contract';
import { code, driverCode, identifier, officialName, oneOf, part, trucks } from './fields';

/* The published language of yards and dedicated drivers, version 1. The keys are the yard and the driver's code. */

const ofYard = contractsOf(TOPICS.yard, part({ yard: code(), gate: code() }));
const ofDriver = contractsOf(TOPICS.dedicatedDriver, part({ driverCode: driverCode(), gate: code() }));

const CAPACITY = { capacity: trucks(), tenure: oneOf('PERMANENT', 'TEMPORARY', 'REQUISITIONED') };

export const YardRegisteredV1 = ofYard(
  'YardRegistered',
  'A yard exists, with its gate, capacity and tenure.',
  part({ gate: code(), name: officialName(), ...CAPACITY }),
);
export const YardCapacityChangedV1 = ofYard(
  'YardCapacityChanged',
  'Another capacity and tenure of the yard are in force.',
  part(CAPACITY),
);
export const YardCorrectedV1 = ofYard(
  'YardCorrected',
  'An act of the yard did not happen, or was told wrongly; a later correction of it replaces this one.',
  correctionOf([YardRegisteredV1, YardCapacityChangedV1]),
);
export const DedicatedDriverRegisteredV1 = ofDriver(
  'DedicatedDriverRegistered',
  'A dedicated driver, named by a code, belongs to a pool at a gate.',
  part({ pool: identifier(64) }),
);

export type YardRegisteredV1 = DataOf<typeof YardRegisteredV1>;
export type YardCapacityChangedV1 = DataOf<typeof YardCapacityChangedV1>;
export type YardCorrectedV1 = DataOf<typeof YardCorrectedV1>;
export type DedicatedDriverRegisteredV1 = DataOf<typeof DedicatedDriverRegisteredV1>;
