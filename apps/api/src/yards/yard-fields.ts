import { IsWholeNumber } from '#libs/http-edge';
import type { Tenure } from '#libs/truck-flow';

/** How many trucks a yard holds: the sources give ranges (Y-02…Y-04). */
export class CapacityFields {
  @IsWholeNumber(0, 100_000)
  readonly min!: number;

  @IsWholeNumber(0, 100_000)
  readonly max!: number;
}

/** Permanent, added for a time, or requisitioned (Y-07). */
export const TENURES: readonly Tenure[] = ['PERMANENT', 'TEMPORARY', 'REQUISITIONED'];
