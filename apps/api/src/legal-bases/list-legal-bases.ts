import { Inject } from '@nestjs/common';
import { Query, QueryHandler } from '@nestjs/cqrs';
import {
  after,
  at,
  cursor,
  IsFlag,
  IsIdentifier,
  IsLocalDate,
  IsText,
  limit,
  MayBeAbsent,
  Reading,
  stated,
} from '#libs/http-edge';
import type { Caller, Parameters } from '#libs/http-edge';
import type { AsOf } from '#libs/projections';
import { legalBasisPage } from '#libs/read-models';
import type { LegalBasisPage } from '#libs/read-models';
import { instantOf } from '../gate-boards/gate-in-reach';

export const LEGAL_BASIS_SEARCH = { at, after, limit, cursor };
export type LegalBasisSearch = Parameters<typeof LEGAL_BASIS_SEARCH>;

/** A legal basis, and whether it is in force on the day asked for. */
export class LegalBasisAnswer {
  @IsIdentifier(100)
  readonly number!: string;

  @IsLocalDate()
  readonly date!: string;

  @IsText(200)
  readonly issuer!: string;

  @IsText(500)
  readonly title!: string;

  /** The first day on which it is in force. */
  @IsLocalDate()
  readonly validFrom!: string;

  /** The last one; absent while it has no end. */
  @MayBeAbsent()
  @IsLocalDate()
  readonly validTo?: string;

  @IsFlag()
  readonly inForce!: boolean;
}

/** The registered legal bases, by number. */
export class ListLegalBasesQuery extends Query<LegalBasisPage & { readonly asOf: AsOf }> {
  constructor(
    readonly search: LegalBasisSearch,
    readonly caller: Caller,
  ) {
    super();
  }
}

@QueryHandler(ListLegalBasesQuery)
export class ListLegalBasesHandler {
  constructor(@Inject(Reading) private readonly reading: Reading) {}

  execute({ search: { after: position, at: time, ...search }, caller: { now } }: ListLegalBasesQuery) {
    return this.reading.read(position, ['legal-bases'], (db) =>
      legalBasisPage(db, { ...stated(search), at: instantOf(time, now) }),
    );
  }
}
