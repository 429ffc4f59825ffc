import { Query, QueryHandler } from '@nestjs/cqrs';
import { IsListOf, IsNested, IsText, IsWholeNumber, problemCatalogue } from '#libs/http-edge';
import type { CatalogueEntry } from '#libs/http-edge';
import { LocalizedNameFields } from '../border-gates/gate-fields';
import { REFUSALS } from '../edge/refusals';

/** A code a client may meet, its status, its class, and its title in three languages. */
export class RejectionCodeAnswer {
  @IsText()
  readonly code!: string;

  @IsWholeNumber(400, 599)
  readonly status!: number;

  @IsText()
  readonly class!: string;

  @IsNested(() => LocalizedNameFields)
  readonly title!: LocalizedNameFields;
}

export class RejectionCodesAnswer {
  @IsListOf(() => RejectionCodeAnswer, 0, 1000)
  readonly items!: readonly RejectionCodeAnswer[];
}

export class ListRejectionCodesQuery extends Query<{ readonly items: readonly CatalogueEntry[] }> {}

@QueryHandler(ListRejectionCodesQuery)
export class ListRejectionCodesHandler {
  execute(): Promise<{ readonly items: readonly CatalogueEntry[] }> {
    return Promise.resolve({ items: problemCatalogue(REFUSALS) });
  }
}
