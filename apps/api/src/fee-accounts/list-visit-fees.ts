/* Query: the fees of a visit, line by line, and what of them is due. */

import type { DatabaseSync } from 'node:sqlite';
import { Query, QueryHandler } from '@nestjs/cqrs';
import {
  after,
  at,
  IsAnyText,
  IsCode,
  IsCount,
  IsDescribedBy,
  IsFlag,
  IsOneOf,
  IsText,
  IsUuid,
  MayBeAbsent,
  objectOf,
  INSTANT,
  Table,
  time,
} from '#libs/http-edge';
import type { Caller, Columns, Parameters } from '#libs/http-edge';
import { gateSource, visitFees, visitPlace, yardSource, zoneOf } from '#libs/read-models';
import type { FeeRow, VisitFees } from '#libs/read-models';
import { Rejection } from '#libs/truck-flow';
import type { TariffTier } from '#libs/truck-flow';
import { scopeOf } from '../access/scope-of';
import { WaiverBody } from './grant-waiver';
import { PaymentBody } from './record-payment';
import { IsVnd, TARIFF_KINDS } from '../tariffs/tariff-fields';

export const VISIT_FEES_PARAMETERS = { at, after };
export type VisitFeesParameters = Parameters<typeof VISIT_FEES_PARAMETERS>;

export const FEE_VIEWS = ['yard-stays', 'tariffs', 'fee-accounts', 'yards', 'border-gates'];

const COUNT_FROM_ONE = { type: 'integer', minimum: 1 };
const TIER = {
  type: ['object', 'null'],
  properties: {
    fromDayNight: COUNT_FROM_ONE,
    toDayNight: COUNT_FROM_ONE,
    payPercent: { type: 'integer', minimum: 0, maximum: 100 },
  },
  required: ['fromDayNight', 'payPercent'],
  additionalProperties: false,
};

/** One thing to pay; amounts whole VND. `line` is what a waiver names it by. */
export class FeeLineAnswer {
  @IsAnyText()
  readonly line!: string;

  @IsOneOf(TARIFF_KINDS)
  readonly kind!: string;

  @IsAnyText()
  readonly tariff!: string;

  /** Null where the tariff has no tier for it: then the base price is paid. */
  @IsDescribedBy(TIER)
  readonly tier!: TariffTier | null;

  @MayBeAbsent()
  @IsCount()
  readonly dayNight?: number;

  @MayBeAbsent()
  @IsCode()
  readonly yard?: string;

  /** The same instant twice for what is paid once. */
  @IsDescribedBy(objectOf({ from: INSTANT, to: INSTANT }))
  readonly window!: object;

  @IsText(200)
  readonly legalBasis!: string;

  /** Base price of the tariff. */
  @IsVnd()
  readonly basis!: number;

  @IsVnd()
  readonly amount!: number;

  @IsFlag()
  readonly capped!: boolean;

  /** Minutes of the window in which the truck stood in a yard while its gate was suspended for its goods. */
  @IsCount()
  readonly suspendedMinutes!: number;

  @IsFlag()
  readonly waived!: boolean;
}

/** A payment; a correction names its event. Whole VND. */
export class PaymentAnswer extends PaymentBody {
  @IsUuid()
  readonly eventId!: string;
}

/** A waiver; a correction names its event. */
export class WaiverAnswer extends WaiverBody {
  @IsUuid()
  readonly eventId!: string;
}

const SUM = { type: 'integer', description: 'whole VND' };
/** Beside the lines. `due` is below zero where more was paid than is to pay. */
export const FEE_SUMS = { total: SUM, paid: SUM, waived: SUM, due: SUM };

const COLUMNS: Columns<FeeRow> = {
  line: (row) => row.line,
  kind: (row) => row.kind,
  yard: (row) => row.yard,
  dayNight: (row) => row.dayNight,
  from: time((row) => row.window.from),
  to: time((row) => row.window.to),
  basis: (row) => row.basis,
  payPercent: (row) => row.tier?.payPercent ?? 100,
  capped: (row) => row.capped,
  amount: (row) => row.amount,
  waived: (row) => row.waived,
  suspendedMinutes: (row) => row.suspendedMinutes,
  tariff: (row) => row.tariff,
  legalBasis: (row) => row.legalBasis,
};

/** What a visit has to pay as of an event time. */
export class ListVisitFeesQuery extends Query<Table<FeeRow>> {
  constructor(
    readonly visitId: string,
    readonly parameters: VisitFeesParameters,
    readonly caller: Caller,
  ) {
    super();
  }
}

@QueryHandler(ListVisitFeesQuery)
export class ListVisitFeesHandler {
  /** @throws Rejection VISIT_NOT_FOUND, also for a visit outside the caller's reach. */
  execute({ visitId, parameters, caller: { reach, now } }: ListVisitFeesQuery): Promise<Table<FeeRow>> {
    const asked = { visitId, at: Date.parse(parameters.at ?? now), scope: scopeOf(reach) };
    const page = (db: DatabaseSync): VisitFees => {
      const fees = visitFees(db, asked, { ...gateSource(db), ...yardSource(db) });
      if (fees === undefined) throw new Rejection('VISIT_NOT_FOUND', 'there is no such visit');
      return fees;
    };
    const listing = { after: parameters.after, views: [...FEE_VIEWS, 'truck-visits'], part: {}, page };
    const zone = (db: DatabaseSync) => zoneOf(gateSource(db).gate(visitPlace(db, visitId)?.gate ?? ''));
    return Promise.resolve(new Table(listing, { columns: COLUMNS, fileName: `fees-${visitId}`, zone }));
  }
}
