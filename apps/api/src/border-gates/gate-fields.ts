/* Fields of the bodies of border gates. */
import {
  field,
  FieldRule,
  IsCode,
  IsEndTimeOfDay,
  IsInstant,
  IsListWith,
  IsOneOf,
  IsText,
  IsTimeOfDay,
  IsWholeNumber,
  MayBeAbsent,
} from '#libs/http-edge';
import type { GateClass, OrderingSide } from '#libs/truck-flow';

/** In the place of a gate: every gate the caller may see, so no gate may be called this. */
export const ALL_GATES = 'ALL';

/** International, bilateral (main) or auxiliary border gate, or a rail border station (G-03…G-06). */
const GATE_CLASSES: readonly GateClass[] = ['INTERNATIONAL', 'BILATERAL', 'AUXILIARY', 'RAIL'];

/** The gate on the other side of the border and the class of the pair, where known (G-02…G-07). */
export class GatePairFields {
  @MayBeAbsent()
  @IsText(100)
  readonly pair?: string;

  @MayBeAbsent()
  @IsOneOf(GATE_CLASSES)
  readonly gateClass?: GateClass;
}

/** A code that names one gate and nothing else. */
export const IsNotReserved = (): PropertyDecorator =>
  field({
    name: 'isNotReserved',
    rule: new FieldRule({ not: { const: ALL_GATES } }, 'CODE_RESERVED', true),
    check: (value) => value !== ALL_GATES,
    must: `must not be ${ALL_GATES}, which stands for every gate`,
  });

/** Fields of every act of a gate. `at`: when it was ordered; in force from `effectiveFrom` until before `until`. */
export class GateActFields {
  @IsInstant()
  readonly at!: string;

  @MayBeAbsent()
  @IsInstant()
  readonly effectiveFrom?: string;

  @MayBeAbsent()
  @IsInstant()
  readonly until?: string;

  @MayBeAbsent()
  @IsText(200)
  readonly legalBasis?: string;
}

export const ORDERING_SIDES: readonly OrderingSide[] = ['HOME', 'FOREIGN'];

/** Which side ordered an act, where that is known (H-09). */
export class OrderedActFields extends GateActFields {
  @MayBeAbsent()
  @IsOneOf(ORDERING_SIDES)
  readonly orderedBy?: OrderingSide;
}

/** A range of trucks a day. */
export class TrucksPerDayFields {
  @IsWholeNumber(0, 100_000)
  readonly min!: number;

  @IsWholeNumber(0, 100_000)
  readonly max!: number;
}

/** One lane's hours on some weekdays, local time; `to` before `from` runs over midnight. */
export class OpeningHoursFields {
  @IsCode()
  readonly lane!: string;

  @IsListWith(IsOneOf(['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'], { each: true }), 1, 7)
  readonly weekdays!: string[];

  @IsTimeOfDay()
  readonly from!: string;

  @IsEndTimeOfDay()
  readonly to!: string;
}

/** A name in the three languages of the gates. */
export class LocalizedNameFields {
  @IsText(100)
  readonly vi!: string;

  @IsText(100)
  readonly zh!: string;

  @IsText(100)
  readonly en!: string;
}
