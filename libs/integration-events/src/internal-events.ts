import type { ARRIVAL_VOIDED, Claimed, GoodsBrought, HANDOVER_VOIDED } from '#libs/truck-flow';

export type InternalType =
  Claimed['type'] | GoodsBrought['type'] | typeof ARRIVAL_VOIDED | typeof HANDOVER_VOIDED;

/** Stored types of the domain that are never published, and why. */
export const INTERNAL_EVENTS: Readonly<Record<InternalType, string>> = {
  'claim.Claimed.v1': 'settles who may bring an asset on hand, before anything happens at the border',
  'claim.GoodsBrought.v1': 'tells the visit of a vehicle that arrives later which goods were brought to it',
  'truckVisit.ArrivalVoided.v1': 'takes back a claim whose arrival was never recorded',
  'truckVisit.HandoverVoided.v1': 'takes back a claim whose handover was never recorded',
};

/** Categories of types that are bookkeeping of our own and never leave the house. */
const INTERNAL_CATEGORIES = ['publisher', 'store'];

/** Is this a type that stays inside on purpose? */
export function isInternal(type: string): boolean {
  return (
    Object.hasOwn(INTERNAL_EVENTS, type) || INTERNAL_CATEGORIES.includes(type.slice(0, type.indexOf('.')))
  );
}
