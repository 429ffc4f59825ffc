import {
  AsOf,
  COUNT,
  INSTANT,
  IsCode,
  IsCount,
  IsCountByCode,
  IsDescribedBy,
  IsFlag,
  IsNested,
  IsTextOrNull,
  listOf,
  objectOf,
  orNull,
  RANGE,
  TEXT,
} from '#libs/http-edge';
import type { Tenure, YardKind, YardZone } from '#libs/truck-flow';
import { CARGO_CLASSES, ON_HAND_STAGES } from '../gate-boards/answer-codes';
import { TENURES, YARD_KINDS, YARD_ZONES } from './yard-fields';

const RATIO = { type: 'number', minimum: 0 };

/** Trucks present against the capacity in force; null while none is. `ratio` has two decimals. */
export class YardTotalAnswer {
  @IsCount()
  readonly present!: number;

  @IsDescribedBy(orNull(RANGE))
  readonly capacity!: object | null;

  @IsDescribedBy(orNull(objectOf({ atMax: RATIO, atMin: RATIO })))
  readonly ratio!: object | null;

  @IsFlag()
  readonly overCapacity!: boolean;

  @IsCountByCode(ON_HAND_STAGES)
  readonly byStage!: object;

  @IsCountByCode(CARGO_CLASSES)
  readonly byCargoClass!: object;

  /** The truck that has been there longest. */
  @IsDescribedBy(orNull(objectOf({ visitId: TEXT, since: INSTANT, minutes: COUNT })))
  readonly oldest!: object | null;
}

export class YardRowAnswer extends YardTotalAnswer {
  @IsCode()
  readonly yard!: string;

  @IsTextOrNull()
  readonly name!: string | null;

  @IsTextOrNull()
  readonly gate!: string | null;

  /** In force with the capacity; null while none is. */
  @IsDescribedBy(orNull({ enum: TENURES }))
  readonly tenure!: Tenure | null;

  @IsDescribedBy(orNull({ enum: YARD_KINDS }))
  readonly kind!: YardKind | null;

  @IsDescribedBy(orNull({ enum: YARD_ZONES }))
  readonly zone!: YardZone | null;

  /** The company that runs it. */
  @IsTextOrNull()
  readonly operator!: string | null;

  /** Null where the yard is kept for all goods. */
  @IsDescribedBy(orNull(listOf(TEXT)))
  readonly commodityScope!: readonly string[] | null;
}

export class YardOccupancyAnswer extends YardRowAnswer {
  /** Local days, weighted by time; the last is the day of the question, as far as it has passed. */
  @IsDescribedBy(
    listOf(
      objectOf({
        date: { type: 'string', format: 'date' },
        mean: { type: 'number', minimum: 0 },
        max: COUNT,
        minutesAboveCapacity: COUNT,
      }),
    ),
  )
  readonly history!: readonly object[];

  @IsNested(() => AsOf)
  readonly asOf!: AsOf;
}
