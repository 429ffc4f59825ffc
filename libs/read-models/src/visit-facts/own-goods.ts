import type { Consignment, TruckArrivedData } from '#libs/truck-flow';
import { isOwnerInScope } from '../paging/scope';
import type { Scope } from '../paging/scope';

/** Shows what was recorded of a truck to one caller. */
export type Sight = <Data>(data: Data) => Data;

/** For whoever sees all of the truck. */
export const WHOLE: Sight = (data) => data;

/**
 * For an owner of goods on a truck that others load too: what was recorded of it without the goods of the others, and
 * without the warnings about them. Pointers count the goods that are shown, so that none gives away how many there are.
 */
export function ownGoodsOnly(scope: Scope): Sight {
  const show = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(show);
    if (typeof value !== 'object' || value === null) return value;
    const { consignments, warnings } = value as Partial<TruckArrivedData>;
    const inner = Object.entries(value).map(([field, one]): [string, unknown] => [field, show(one)]);
    if (!Array.isArray(consignments)) return Object.fromEntries(inner);
    const own = ownOf(consignments, scope);
    const told = (warnings ?? []).flatMap((warning) => {
      const pointer = shownPointer(warning.pointer, own);
      return pointer === undefined ? [] : [{ ...warning, pointer }];
    });
    return {
      ...Object.fromEntries(inner),
      consignments: own.map(({ goods }) => goods),
      ...(warnings === undefined ? {} : { warnings: told }),
    };
  };
  return (data) => show(data) as typeof data;
}

interface OwnGoods {
  readonly goods: Consignment;
  /** Its place among all goods. */
  readonly index: number;
}

function ownOf(consignments: readonly Consignment[], scope: Scope): OwnGoods[] {
  return consignments
    .map((goods, index) => ({ goods, index }))
    .filter(({ goods }) => isOwnerInScope(scope, goods.owner));
}

const OF_GOODS = /^\/consignments\/(\d+)(?=\/|$)/;

/** The same place in what is shown; undefined when it lies in what is not. */
function shownPointer(pointer: string, own: readonly OwnGoods[]): string | undefined {
  const index = OF_GOODS.exec(pointer)?.[1];
  if (index === undefined) return pointer;
  const place = own.findIndex((one) => one.index === Number(index));
  return place < 0 ? undefined : pointer.replace(OF_GOODS, `/consignments/${place}`);
}
