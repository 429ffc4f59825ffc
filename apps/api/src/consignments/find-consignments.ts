/* Query: search for consignments. */

import { Inject } from '@nestjs/common';
import { Query, QueryHandler } from '@nestjs/cqrs';
import {
  after,
  code,
  cursor,
  dateRange,
  INSTANT,
  IsCode,
  IsDescribedBy,
  IsListOf,
  IsNested,
  IsOneOf,
  IsUuid,
  limit,
  listOf,
  localDate,
  MayBeAbsent,
  objectOf,
  Reading,
  shortText,
  stated,
  TEXT,
} from '#libs/http-edge';
import type { Caller, Parameters } from '#libs/http-edge';
import { findConsignments, gateSource } from '#libs/read-models';
import type { AsOf } from '#libs/projections';
import type { FoundConsignments } from '#libs/read-models';
import { scopeOf } from '../access/scope-of';
import { ConsignmentFields } from '../truck-visits/record-arrival';
import { CarriageAnswer } from '../truck-visits/truck-visit-answer';
import { STAGES } from '../truck-visits/visit-stages';

export const CONSIGNMENT_SEARCH = {
  owner: shortText('Part of the name of the company that owns the goods, whatever the case', 64),
  declarationNumber: shortText('Customs declaration', 40),
  gate: code('Gate of a visit that carries them'),
  from: localDate('First local day of the arrival'),
  to: localDate('Day after the last local day of the arrival'),
  after,
  limit,
  cursor,
};
export type ConsignmentSearchParameters = Parameters<typeof CONSIGNMENT_SEARCH>;

/** Where goods are, or a part of them, as the visit that carries it says. */
export class GoodsLocation {
  @IsUuid()
  readonly visitId!: string;

  @IsCode()
  readonly gate!: string;

  @IsOneOf(STAGES)
  readonly stage!: string;

  @MayBeAbsent()
  @IsCode()
  readonly yard?: string;

  @IsNested(() => CarriageAnswer)
  readonly vehicle!: CarriageAnswer;
}

/**
 * Goods with the visits that carry or carried them, earliest first. `location` is that of the latest visit; goods on
 * several trucks have one of `locations` for each part.
 */
export class FoundConsignmentAnswer extends ConsignmentFields {
  @IsDescribedBy(
    listOf(
      objectOf(
        {
          visitId: TEXT,
          gate: TEXT,
          stage: TEXT,
          arrivedAt: INSTANT,
          declarationNumber: TEXT,
          damaged: { const: true },
        },
        ['declarationNumber', 'damaged'],
      ),
    ),
  )
  readonly visits!: readonly object[];

  @IsNested(() => GoodsLocation)
  readonly location!: GoodsLocation;

  @IsListOf(() => GoodsLocation, 0, 100_000)
  readonly locations!: readonly GoodsLocation[];
}

export class FindConsignmentsQuery extends Query<FoundConsignments & { readonly asOf: AsOf }> {
  constructor(
    readonly search: ConsignmentSearchParameters,
    readonly caller: Caller,
  ) {
    super();
  }
}

@QueryHandler(FindConsignmentsQuery)
export class FindConsignmentsHandler {
  constructor(@Inject(Reading) private readonly reading: Reading) {}

  /** @throws Refusal RANGE_EMPTY, RANGE_TOO_LONG. A range with one end only is open at the other. */
  async execute({ search: { after: position, ...search }, caller: { reach, now } }: FindConsignmentsQuery) {
    const { from, to } = search;
    if (from !== undefined && to !== undefined) dateRange(from, to, now.slice(0, 10));
    const asked = { at: Date.parse(now), scope: scopeOf(reach) };
    return this.reading.read(position, ['consignments', 'truck-visits', 'border-gates'], (db) =>
      findConsignments(db, { ...stated(search), ...asked }, gateSource(db)),
    );
  }
}
