import type { BodyType, Consignment } from '../../truck-visit/shapes';
import type { ClassPredicate, OrderRule } from './rule';

/** What of a truck decides its class. */
export interface Classified {
  readonly bodyType: BodyType;
  readonly carrier?: string;
  readonly consignments: readonly Pick<Consignment, 'cargoClass' | 'commodity' | 'tradeForm'>[];
}

/** The class of a truck: the first of the rule whose every named list holds a value of it or of its consignments. */
export function classOf({ classes }: Pick<OrderRule, 'classes'>, truck: Classified): string {
  const found = classes.find(({ when }) => when === undefined || fits(when, truck));
  if (found === undefined) throw new Error('the last class of an order takes every truck');
  return found.class;
}

/** Each list by itself: what one consignment lacks another may have. */
function fits(when: ClassPredicate, { bodyType, carrier, consignments }: Classified): boolean {
  return (
    holds(when.bodyType, [bodyType]) &&
    holds(when.carrier, [carrier]) &&
    holds(
      when.cargoClass,
      consignments.map((goods) => goods.cargoClass),
    ) &&
    holds(
      when.commodity,
      consignments.map((goods) => goods.commodity),
    ) &&
    holds(
      when.tradeForm,
      consignments.map((goods) => goods.tradeForm),
    )
  );
}

function holds<T>(listed: readonly T[] | undefined, values: readonly (T | undefined)[]): boolean {
  return listed === undefined || values.some((value) => value !== undefined && listed.includes(value));
}
