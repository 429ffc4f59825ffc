import { Rejection } from './rejection';

/** Fields of bodies that are a range of trucks. */
const RANGES = ['capacity', 'trucksPerDay', 'expectedRate'] as const;

type Range = { readonly min: number; readonly max: number } | undefined;

/** @throws Rejection RANGE_REVERSED when a range of trucks in a body begins above its end. */
export function refuseReversed(body: object): void {
  const ranges = body as Readonly<Record<string, unknown>>;
  for (const field of RANGES) {
    const { min, max } = (ranges[field] as Range) ?? { min: 0, max: 0 };
    if (min > max) throw Rejection.of('RANGE_REVERSED', `/${field}`, 'min is at most max');
  }
}
