import type { BodyType, CargoClass } from '../../truck-visit/shapes';

/** What a class asks for; every list that is named has to hold a value of the truck or of one of its consignments. */
export interface ClassPredicate {
  readonly cargoClass?: readonly CargoClass[];
  readonly commodity?: readonly string[];
  readonly bodyType?: readonly BodyType[];
  readonly tradeForm?: readonly ('FORMAL' | 'INFORMAL')[];
  readonly carrier?: readonly string[];
}

/** A class of trucks, and how many of it may be called in one round (1–100). Without `when` it takes every truck. */
export interface OrderClass {
  readonly class: string;
  readonly weight: number;
  readonly when?: ClassPredicate;
}

/**
 * The order of calls at a gate: its classes in their order, the last without `when`; a call of one of the next `window`
 * trucks is in order (1–100).
 */
export interface OrderRule {
  readonly classes: readonly OrderClass[];
  readonly window: number;
}
