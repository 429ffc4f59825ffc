import { CLAIMED, GOODS_BROUGHT } from '#libs/truck-flow';

/** Nothing of the claims is published, and why. */
export const INSIDE_OF_CLAIMS: Readonly<Record<typeof CLAIMED | typeof GOODS_BROUGHT, string>> = {
  [CLAIMED]: 'settles who may bring an asset on hand, before anything happens at the border',
  [GOODS_BROUGHT]: 'tells the visit of a vehicle that arrives later which goods were brought to it',
};
