import type { DomainEvent } from '#libs/event-sourcing';
import type { FeeClass } from '../truck-visit/shapes';
import type { YardZone } from '../yard/events';

/* Stored name and shape of the tariff. Amounts are whole VND; fee lines are derived from it, never stored. */

/** Day-nights in a yard, the use of the gate (FEE-01), or driving into its yards (FEE-05). */
export type TariffKind = 'PARKING' | 'INFRASTRUCTURE' | 'GATE_SERVICE';

/** What is paid from one day-night to another, both included; without `toDayNight` for all that follow (FEE-07). */
export interface TariffTier {
  readonly fromDayNight: number;
  readonly toDayNight?: number;
  /** Of the base price, 0 to 100. */
  readonly payPercent: number;
}

/** The most that is paid a line for a payload from `minPayloadTonnes` on, in yards of that zone (FEE-09). */
export interface TariffCap {
  readonly amount: number;
  readonly minPayloadTonnes: number;
  readonly zone: YardZone;
}

export interface TariffPublishedData {
  readonly tariff: string;
  readonly kind: TariffKind;
  /** What it is limited to; absent: all gates, all yards, both zones, every class. */
  readonly gates?: readonly string[];
  readonly yards?: readonly string[];
  readonly zone?: YardZone;
  readonly feeClass?: FeeClass;
  /** Absent: exports. A relief for trucks that wait to export counts on imports only where it says so. */
  readonly direction?: 'EXPORT' | 'IMPORT';
  /** Where the price, or its relief, is laid down (FEE-11). */
  readonly legalBasis: string;
  /** `effectiveFrom` inclusive, `until` exclusive. */
  readonly effectiveFrom: string;
  readonly until?: string;
  readonly basePrice: number;
  readonly tiers: readonly TariffTier[];
  readonly cap?: TariffCap;
}

export const TARIFF_PUBLISHED = 'tariff.TariffPublished.v1';

export type TariffEvent = DomainEvent<typeof TARIFF_PUBLISHED, TariffPublishedData>;
