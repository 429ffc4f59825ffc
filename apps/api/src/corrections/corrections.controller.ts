import { Controller, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { AskedBy, QueryGet, QueryParameters } from '#libs/http-edge';
import type { Caller } from '#libs/http-edge';
import { CORRECTION_PARAMETERS, CorrectionAnswer, ListCorrectionsQuery } from './list-corrections';
import type { CorrectionParameters } from './list-corrections';

/** Questions about what was corrected. */
@Controller('corrections')
export class CorrectionsController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @QueryGet('', ListCorrectionsQuery, {
    summary: 'What was corrected at the gates, by whom and why, before and after, in the order of recording',
    answer: CorrectionAnswer,
    list: true,
    table: true,
  })
  listCorrections(
    @QueryParameters(CORRECTION_PARAMETERS) parameters: CorrectionParameters,
    @AskedBy() caller: Caller,
  ) {
    return this.queries.execute(new ListCorrectionsQuery(parameters, caller));
  }
}
