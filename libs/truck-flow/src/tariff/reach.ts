import type { FeeClass } from '../truck-visit/shapes';
import type { TariffKind, TariffPublishedData } from './events';
import type { YardZone } from '../yard/events';

/** What a tariff limits itself to. */
type TariffReach = Pick<TariffPublishedData, 'kind' | 'gates' | 'yards' | 'zone' | 'feeClass' | 'direction'>;

/** What is to be priced: a day-night or an entry in a yard, or a visit at its gate. */
export interface Charged {
  readonly kind: TariffKind;
  readonly gate: string;
  readonly yard?: string | undefined;
  readonly zone?: YardZone | undefined;
  readonly feeClass: FeeClass;
  readonly direction: 'EXPORT' | 'IMPORT';
}

const EXPORT = 'EXPORT';

export function reaches(tariff: TariffReach, charged: Charged): boolean {
  const { gates, yards, zone, feeClass, direction = EXPORT } = tariff;
  if (tariff.kind !== charged.kind || direction !== charged.direction) return false;
  const isOfClass = feeClass === undefined || feeClass === charged.feeClass;
  const isInZone = zone === undefined || zone === charged.zone;
  return isOfClass && isInZone && isNamed(gates, charged.gate) && isNamed(yards, charged.yard);
}

/** Nothing is limited where no codes are named. */
function isNamed(codes: readonly string[] | undefined, code: string | undefined): boolean {
  return codes === undefined || (code !== undefined && codes.includes(code));
}

/** Greater for a narrower reach: yards before a zone, a zone before gates, gates before a class. */
export function reachOrder({ yards, zone, gates, feeClass }: TariffReach): number {
  const named = [yards, zone, gates, feeClass].map((limit) => (limit === undefined ? 0 : 1));
  return named.reduce<number>((order, digit) => 2 * order + digit, 0);
}

/** May both reach the same thing, neither more narrowly? */
export function sameReach(a: TariffReach, b: TariffReach): boolean {
  return (
    a.kind === b.kind &&
    (a.direction ?? EXPORT) === (b.direction ?? EXPORT) &&
    reachOrder(a) === reachOrder(b) &&
    meet(a.gates, b.gates) &&
    meet(a.yards, b.yards) &&
    a.zone === b.zone &&
    a.feeClass === b.feeClass
  );
}

/** Of equal order both name codes, or neither does. */
function meet(some?: readonly string[], others?: readonly string[]): boolean {
  return some === undefined || others === undefined || some.some((one) => others.includes(one));
}
