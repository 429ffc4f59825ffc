import { IsCode, IsText, IsWholeNumber, MayBeAbsent } from '#libs/http-edge';
import type { LaneKind } from '#libs/truck-flow';
import { OrderedActFields } from './gate-fields';

/** An ordinary lane, or a road for freight alone (G-16). */
export const LANE_KINDS: readonly LaneKind[] = ['ORDINARY', 'DEDICATED_FREIGHT_ROAD'];

/** The lane that an act opens or closes, and between which boundary markers it runs (G-18). */
export class LaneFields extends OrderedActFields {
  @IsCode()
  readonly lane!: string;

  @MayBeAbsent()
  @IsText(100)
  readonly boundaryMarkers?: string;

  /** Trucks that the lane is meant to clear. */
  @MayBeAbsent()
  @IsWholeNumber(1, 100_000)
  readonly targetPerDay?: number;
}
