/* Fields of a tariff, in bodies and in answers. */
import {
  IsCode,
  IsIdentifier,
  IsInstant,
  IsListOf,
  IsListWith,
  IsNested,
  IsNumberWithin,
  IsOneOf,
  IsWholeNumber,
  MayBeAbsent,
} from '#libs/http-edge';
import type { TariffKind, YardZone } from '#libs/truck-flow';
import { IsFeeClass } from '../truck-visits/record-arrival';
import type { FeeClass } from '#libs/truck-flow';
import { IsLegalBasisNumber } from '../legal-bases/register-legal-basis';

/** Whole VND: far below where a double leaves whole numbers out, also in hundredths and summed up. */
const MOST_VND = 1_000_000_000;
const MOST_DAY_NIGHTS = 10_000;

export const IsVnd = (min = 0): PropertyDecorator => IsWholeNumber(min, MOST_VND);

const ZONES: readonly YardZone[] = ['ORDINARY', 'NON_TARIFF_ZONE'];
export const TARIFF_KINDS: readonly TariffKind[] = ['PARKING', 'INFRASTRUCTURE', 'GATE_SERVICE'];

/** What is paid of the base price for these day-nights, both included; without `toDayNight` for all that follow. */
export class TariffTierFields {
  @IsWholeNumber(1, MOST_DAY_NIGHTS)
  readonly fromDayNight!: number;

  @MayBeAbsent()
  @IsWholeNumber(1, MOST_DAY_NIGHTS)
  readonly toDayNight?: number;

  @IsWholeNumber(0, 100)
  readonly payPercent!: number;
}

/** The most that is paid a line from a payload on, in yards of a zone (FEE-09). */
export class TariffCapFields {
  @IsVnd()
  readonly amount!: number;

  @IsNumberWithin(0, 200)
  readonly minPayloadTonnes!: number;

  @IsOneOf(ZONES)
  readonly zone!: YardZone;
}

/** A price: what it is for, whom and where it reaches, from when until when, and its legal basis. Whole VND. */
export class TariffFields {
  @IsIdentifier()
  readonly tariff!: string;

  @IsOneOf(TARIFF_KINDS)
  readonly kind!: TariffKind;

  @MayBeAbsent()
  @IsListWith(IsCode({ each: true }), 1, 50)
  readonly gates?: string[];

  @MayBeAbsent()
  @IsListWith(IsCode({ each: true }), 1, 100)
  readonly yards?: string[];

  @MayBeAbsent()
  @IsOneOf(ZONES)
  readonly zone?: YardZone;

  @MayBeAbsent()
  @IsFeeClass()
  readonly feeClass?: FeeClass;

  /** Absent: of exports. */
  @MayBeAbsent()
  @IsOneOf(['EXPORT', 'IMPORT'])
  readonly direction?: 'EXPORT' | 'IMPORT';

  @IsLegalBasisNumber()
  readonly legalBasis!: string;

  @IsInstant()
  readonly effectiveFrom!: string;

  @MayBeAbsent()
  @IsInstant()
  readonly until?: string;

  @IsVnd()
  readonly basePrice!: number;

  /** From the first day-night on without a gap; a day-night of no tier pays the base price. */
  @IsListOf(() => TariffTierFields, 0, 50)
  readonly tiers!: TariffTierFields[];

  @MayBeAbsent()
  @IsNested(() => TariffCapFields)
  readonly cap?: TariffCapFields;
}
