import { Type } from '@sinclair/typebox';
import type { Consignment, Containers, StepData, StepType, TruckVisitSteps } from '#libs/truck-flow';
import { code, feeClass, identifier, oneOf, part, SUBDIVISION, subdivision, uuid } from '../fields';
import { present, publishing } from '../translation';
import type { Translation } from '../translation';

/* The published language of the truck visit, version 1: what its chapters share. Plates stay inside. */

export const TOPIC = 'truck-flow.truck-visit.v1';
export const { told, corrected } = publishing(TOPIC, part({ visitId: uuid(), gate: code() }));

/** Some of the steps, told. */
export type Told = { readonly [Type in StepType]?: Translation<TruckVisitSteps[Type]> };

export const OBSERVED = {
  observed: Type.Optional(
    Type.Literal(true, { description: 'a fact that was seen although the record forbade it' }),
  ),
};

export function seen({ observed }: StepData) {
  return present({ observed });
}

export const container = () => part({ number: identifier(20) });

/** One container, or two of which `container` is the first. */
export const containers = () => ({
  container: Type.Optional(container()),
  containers: Type.Optional(
    Type.Array(container(), {
      minItems: 2,
      maxItems: 2,
      description: 'both containers, where there are two; the first is `container`',
    }),
  ),
});

export function loaded({ container: first, containers: both }: Containers) {
  return present({
    container: first && { number: first.number },
    containers: both?.map(({ number }) => ({ number })),
  });
}

export const consignment = () =>
  part({
    consignmentId: identifier(64),
    cargoClass: oneOf('FRESH_PRODUCE', 'FROZEN_SEAFOOD', 'CHILLED', 'DRY', 'OTHER'),
    commodity: Type.Optional(code()),
    originProvince: Type.Optional(subdivision()),
    tradeForm: Type.Optional(oneOf('FORMAL', 'INFORMAL')),
    feeClass: Type.Optional(feeClass()),
  });

/** Whose goods they are, and under which contract, is told to those who may ask. */
export function goods({ consignmentId, cargoClass, commodity, originProvince, ...more }: Consignment) {
  const { tradeForm, feeClass: pays } = more;
  const isProvince = originProvince !== undefined && SUBDIVISION.test(originProvince);
  return {
    consignmentId,
    cargoClass,
    ...present({
      commodity,
      originProvince: isProvince ? originProvince : undefined,
      tradeForm,
      feeClass: pays,
    }),
  };
}
