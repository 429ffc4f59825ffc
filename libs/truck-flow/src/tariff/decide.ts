import type { Decider } from '#libs/event-sourcing';
import { Rejection } from '../rejection';
import { sameReport } from '../truck-visit/step-data';
import { TARIFF, tariffOrder } from './category';
import { TARIFF_PUBLISHED } from './events';
import type { TariffEvent, TariffPublishedData } from './events';
import { foldTariffs, overlapping, tariffOf } from './state';
import { refuseOddTariff } from './values';

export interface PublishTariff {
  readonly kind: 'publish';
  readonly at: string;
  readonly data: TariffPublishedData;
}

/** All tariffs are one stream: whether two of them meet is a question about all. */
export const ALL_TARIFFS = 'ALL';

export const tariffDecider: Decider<PublishTariff, TariffEvent> = {
  category: TARIFF.name,
  order: tariffOrder,
  decide({ at, data }, { effective }) {
    refuseOddTariff(data);
    const tariffs = foldTariffs(effective);
    const known = effective.find((event) => (event.data as TariffPublishedData).tariff === data.tariff);
    if (known !== undefined) {
      if (sameReport(known.data as TariffPublishedData, data)) return { events: [], warnings: [] };
      throw new Rejection('TARIFF_ALREADY_PUBLISHED', `${data.tariff} is published with other terms`);
    }
    const other = overlapping(tariffs, tariffOf(data));
    if (other !== undefined) {
      const detail = `${other.tariff} is of the same reach and time: let it end before, or name another reach`;
      throw new Rejection('TARIFF_OVERLAPS', detail, { tariff: other.tariff });
    }
    return { events: [{ type: TARIFF_PUBLISHED, data, eventTime: at }], warnings: [] };
  },
};
