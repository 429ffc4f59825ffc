import {
  COUNT,
  IsCode,
  IsDescribedBy,
  IsInstant,
  IsNested,
  IsOneOf,
  IsText,
  objectOf,
  orNull,
} from '#libs/http-edge';
import type { AsOf } from '#libs/projections';
import type { GateStatus, LocalizedName } from '#libs/truck-flow';

/** A few trucks could be recognised: their number is not shown. */
export const FEWEST_SHOWN = 5;
export const TOO_FEW = '<5';
export type Shown = number | typeof TOO_FEW;

function IsShown(): PropertyDecorator {
  return IsDescribedBy({ anyOf: [{ type: 'integer', minimum: FEWEST_SHOWN }, { const: TOO_FEW }] });
}

export class PublicGateName {
  @IsText()
  readonly vi!: string;

  @IsText()
  readonly zh!: string;

  @IsText()
  readonly en!: string;
}

/**
 * In how many days the trucks on hand will have cleared, at the rate of the last 7 complete days and without arrivals.
 * `TOO_FEW`: fewer than five are on hand or crossed in these days; an estimate would show how many.
 */
export class PublicClearing {
  @IsOneOf(['ESTIMATE', 'SUSPENDED', 'TOO_FEW'])
  readonly state!: 'ESTIMATE' | 'SUSPENDED' | 'TOO_FEW';

  @IsDescribedBy(orNull(objectOf({ low: COUNT, high: COUNT })))
  readonly days!: { readonly low: number; readonly high: number } | null;
}

/** What everybody may know about a gate. */
export class PublicBoard {
  @IsCode()
  readonly gate!: string;

  @IsNested(() => PublicGateName)
  readonly name!: LocalizedName;

  @IsOneOf(['OPEN', 'REDUCED', 'SUSPENDED'])
  readonly status!: GateStatus;

  @IsShown()
  readonly trucksOnHand!: Shown;

  /** On the gate's local day, up to the time asked for. */
  @IsShown()
  readonly arrivedToday!: Shown;

  @IsShown()
  readonly crossedToday!: Shown;

  @IsNested(() => PublicClearing)
  readonly daysToClear!: PublicClearing;

  /** Up to when the figures count, with the gate's offset: what is asked about, or what was recorded last. */
  @IsInstant()
  readonly updatedAt!: string;
}

export interface PublicBoards {
  readonly items: readonly PublicBoard[];
  readonly asOf: AsOf;
}
