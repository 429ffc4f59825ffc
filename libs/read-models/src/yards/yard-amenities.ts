import { amenitiesOf } from '#libs/truck-flow';
import type { AmenityKind } from '#libs/truck-flow';
import { startOfDay } from '../paging/local-time';
import { zoneOf } from '../places/gate-source';
import type { GateSource, YardSource } from '../places/gate-source';

/** What was given out in a yard (D-16). `at` is RFC 3339 as reported. */
export interface YardAmenity {
  readonly at: string;
  readonly kind: AmenityKind;
  readonly quantity: number;
  readonly legalBasis: string | null;
}

/** Local dates of the yard's gate, `to` exclusive; nothing after `at`, epoch milliseconds. Ascending by time. */
export function yardAmenities(
  {
    yard: code,
    from,
    to,
    at,
  }: { readonly yard: string; readonly from: string; readonly to: string; readonly at: number },
  source: YardSource & GateSource,
): YardAmenity[] {
  const yard = source.yard(code);
  const zone = zoneOf(source.gate(yard.registered?.data.gate ?? ''));
  const end = Math.min(startOfDay(zone, to), at + 1);
  return amenitiesOf(yard, startOfDay(zone, from), end).map(({ at: time, data }) => ({
    at: time,
    kind: data.kind,
    quantity: data.quantity,
    legalBasis: data.legalBasis ?? null,
  }));
}
