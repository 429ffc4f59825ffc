/* Shapes of the values of a policy, by its kind. */
import {
  bodyValidator,
  IsCode,
  IsIdentifier,
  IsListOf,
  IsListWith,
  IsNested,
  IsOneOf,
  IsWholeNumber,
  MayBeAbsent,
  withinField,
} from '#libs/http-edge';
import type { BodyClass, BodyValidator } from '#libs/http-edge';
import type { ClassPredicate, OrderClass, PolicyKind, PolicyValues } from '#libs/truck-flow';
import { BODY_TYPES, CARGO_CLASSES, TRADE_FORMS } from '../truck-visits/goods-classes';

/** How many values a list of a predicate names at most. */
const MOST_NAMED = 100;

/** Which trucks are meant: those that every named list holds a value of, or of one of their consignments. */
export class TruckPredicateFields implements ClassPredicate {
  @MayBeAbsent()
  @IsListWith(IsOneOf(CARGO_CLASSES, { each: true }), 1, MOST_NAMED)
  readonly cargoClass?: NonNullable<ClassPredicate['cargoClass']>;

  @MayBeAbsent()
  @IsListWith(IsCode({ each: true }), 1, MOST_NAMED)
  readonly commodity?: string[];

  @MayBeAbsent()
  @IsListWith(IsOneOf(BODY_TYPES, { each: true }), 1, MOST_NAMED)
  readonly bodyType?: NonNullable<ClassPredicate['bodyType']>;

  @MayBeAbsent()
  @IsListWith(IsOneOf(TRADE_FORMS, { each: true }), 1, MOST_NAMED)
  readonly tradeForm?: NonNullable<ClassPredicate['tradeForm']>;

  @MayBeAbsent()
  @IsListWith(IsIdentifier(64, { each: true }), 1, MOST_NAMED)
  readonly carrier?: string[];
}

/** A class of the line; the last has no `when` and takes the rest. */
export class QueueClassFields implements OrderClass {
  @IsIdentifier(40)
  readonly class!: string;

  @IsWholeNumber(1, 100)
  readonly weight!: number;

  @MayBeAbsent()
  @IsNested(() => TruckPredicateFields)
  readonly when?: TruckPredicateFields;
}

/** QUEUE_ORDER: in one round a class is called up to its weight; a call of one of the next `window` is in order. */
export class QueueOrderValues {
  @IsListOf(() => QueueClassFields, 1, 20)
  readonly classes!: QueueClassFields[];

  @IsWholeNumber(1, 100)
  readonly window!: number;

  @IsListWith(IsOneOf(['CUSTOMS'], { each: true }), 0, 1)
  readonly requires!: 'CUSTOMS'[];
}

/** CALL: what becomes of a truck that misses its call, and the deadline of calls that name none. */
export class CallValues {
  @IsOneOf(['END_OF_CLASS', 'KEEP_PLACE'])
  readonly missed!: 'END_OF_CLASS' | 'KEEP_PLACE';

  @MayBeAbsent()
  @IsWholeNumber(1, 10_080)
  readonly deadlineMinutes?: number;
}

/** GATE_YARD_TARGET: how many trucks are to stand in a gate yard. */
export class GateYardTargetValues {
  @IsCode()
  readonly yard!: string;

  @IsWholeNumber(0, 100_000)
  readonly target!: number;
}

/** OVER_CAPACITY: who may let trucks into a yard that is full. */
export class OverCapacityValues {
  @IsListWith(IsIdentifier(40, { each: true }), 1, 20)
  readonly approverRoles!: string[];
}

/** The shape of the values of each kind. */
export const VALUES: { readonly [Kind in PolicyKind]: BodyClass<PolicyValues[Kind]> } = {
  QUEUE_ORDER: QueueOrderValues,
  CALL: CallValues,
  GATE_YARD_TARGET: GateYardTargetValues,
  OVER_CAPACITY: OverCapacityValues,
};

const validators = Object.fromEntries(
  Object.entries(VALUES).map(([kind, type]) => [kind, bodyValidator<object>(type)]),
) as Readonly<Record<PolicyKind, BodyValidator<object>>>;

/** The values of a policy in their one spelling. @throws Refusal with pointers into `values`. */
export function readValues(kind: PolicyKind, values: object): PolicyValues[PolicyKind] {
  return withinField('values', validators[kind], values) as PolicyValues[PolicyKind];
}
