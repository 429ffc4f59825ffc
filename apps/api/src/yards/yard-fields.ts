import { IsCode, IsIdentifier, IsListWith, IsOneOf, IsWholeNumber, MayBeAbsent } from '#libs/http-edge';
import type { AmenityKind, Tenure, YardKind, YardZone } from '#libs/truck-flow';

/** How many trucks a yard holds: the sources give ranges (Y-02…Y-04). */
export class CapacityFields {
  @IsWholeNumber(0, 100_000)
  readonly min!: number;

  @IsWholeNumber(0, 100_000)
  readonly max!: number;
}

/** Permanent, added for a time, or requisitioned (Y-07). */
export const TENURES: readonly Tenure[] = ['PERMANENT', 'TEMPORARY', 'REQUISITIONED'];

/** What a yard is for (Y-06, Y-08, Y-10, Y-19, Y-20). */
export const YARD_KINDS: readonly YardKind[] = [
  'GATE_YARD',
  'WAITING_AREA',
  'TRANSFER_YARD',
  'FOREIGN_YARD',
  'INSPECTION_CENTRE',
  'LODGING',
  'DRY_PORT',
  'BONDED_WAREHOUSE',
];

export const YARD_ZONES: readonly YardZone[] = ['ORDINARY', 'NON_TARIFF_ZONE'];
export const AMENITY_KINDS: readonly AmenityKind[] = ['WATER', 'MEAL', 'SHUTTLE', 'OTHER'];

/** The company that runs a yard, by its code. */
export const IsOperator = () => IsIdentifier(64);
/** Cargo classes or commodities that a yard is kept for (Y-09). */
export const IsCommodityScope = () => IsListWith(IsCode({ each: true }), 1, 50);

/** What the yard is for, as far as a registration says. */
export class ClassificationIfKnown {
  @MayBeAbsent()
  @IsOneOf(YARD_KINDS)
  readonly kind?: YardKind;

  @MayBeAbsent()
  @IsOneOf(YARD_ZONES)
  readonly zone?: YardZone;

  @MayBeAbsent()
  @IsOperator()
  readonly operator?: string;

  @MayBeAbsent()
  @IsCommodityScope()
  readonly commodityScope?: string[];
}
