import type { Consignment } from '#libs/truck-flow';

/**
 * Whose consignment of an id it is: its owner's or, without an owner, the one of the gate that it came to. What does
 * not apply is ''. Two owners may use one id, and so may two gates.
 */
export interface GoodsIdentity {
  readonly owner: string;
  readonly atGate: string;
}

/** The identity of goods as a body names them that arrives at `gate`. */
export function identityIn({ owner }: Consignment, gate = ''): GoodsIdentity {
  return owner === undefined ? { owner: '', atGate: gate } : { owner, atGate: '' };
}

/** One text for each consignment. */
export function keyOf(consignmentId: string, { owner, atGate }: GoodsIdentity): string {
  return JSON.stringify([consignmentId, owner, atGate]);
}

/** As answers tell it. */
export type ShownIdentity = { readonly owner: string } | { readonly gate: string };

export function shownIdentity({ owner, atGate }: GoodsIdentity): ShownIdentity {
  return owner === '' ? { gate: atGate } : { owner };
}
