import { Rejection } from '../rejection';
import type { TariffPublishedData } from './events';

/**
 * Refuses a tariff that says two things at once, or nothing for some day-night between two tiers.
 * @throws Rejection EFFECTIVE_RANGE_EMPTY, TIERS_NOT_CONTIGUOUS.
 */
export function refuseOddTariff({ effectiveFrom, until, tiers }: TariffPublishedData): void {
  if (until !== undefined && Date.parse(until) <= Date.parse(effectiveFrom))
    throw Rejection.of('EFFECTIVE_RANGE_EMPTY', '/until', 'until is exclusive and lies after the beginning');
  let next: number | undefined = 1;
  for (const [index, { fromDayNight, toDayNight }] of tiers.entries()) {
    if (fromDayNight !== next) {
      const begin =
        next === undefined ? 'no tier follows one without an end' : `this tier begins with ${next}`;
      throw Rejection.of('TIERS_NOT_CONTIGUOUS', `/tiers/${index}/fromDayNight`, begin);
    }
    if (toDayNight !== undefined && toDayNight < fromDayNight)
      throw Rejection.of(
        'TIERS_NOT_CONTIGUOUS',
        `/tiers/${index}/toDayNight`,
        'a tier ends where it begins or later',
      );
    next = toDayNight === undefined ? undefined : toDayNight + 1;
  }
}
