import type { DomainEvent } from '#libs/event-sourcing';

/* Internal events of the claims protocol. Streams carry no plate in their names. */

export type ClaimKind = 'tractor' | 'trailer' | 'container' | 'driver';

export const CLAIMED = 'claim.Claimed.v1';
export const GOODS_BROUGHT = 'claim.GoodsBrought.v1';

/** Goods of this visit were brought to the tractor, which may have a visit of its own that is not recorded yet. */
export type GoodsBrought = DomainEvent<typeof GOODS_BROUGHT, { readonly visitId: string }>;

/** `visitId` holds the asset for as long as its effective visit is on hand and still names it. */
export type Claimed = DomainEvent<typeof CLAIMED, { readonly kind: ClaimKind; readonly visitId: string }>;
