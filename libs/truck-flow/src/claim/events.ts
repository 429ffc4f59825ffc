import type { DomainEvent } from '#libs/event-sourcing';

/* Internal events of the claims protocol. Streams carry no plate in their names. */

export type ClaimKind = 'tractor' | 'trailer' | 'container' | 'driver';

/** Goods of this visit were brought to the tractor, which may have a visit of its own that is not recorded yet. */
export type GoodsBrought = DomainEvent<'claim.GoodsBrought.v1', { readonly visitId: string }>;

/** `visitId` holds the asset for as long as its effective visit is on hand and still names it. */
export type Claimed = DomainEvent<'claim.Claimed.v1', { readonly kind: ClaimKind; readonly visitId: string }>;
