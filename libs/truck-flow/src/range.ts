import { Rejection } from './rejection';

/** @throws Rejection RANGE_REVERSED when a range of trucks begins above its end. */
export function refuseReversed(range: unknown): void {
  const { min, max } = (range ?? { min: 0, max: 0 }) as { readonly min: number; readonly max: number };
  if (min > max) throw new Rejection('RANGE_REVERSED', 'min is at most max');
}
