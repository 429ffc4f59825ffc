import { Controller, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { AskedBy, JsonBody, QueryPost } from '#libs/http-edge';
import type { Caller } from '#libs/http-edge';
import {
  FeeSimulationBody,
  SimulatedRowAnswer,
  SimulatedSumsAnswer,
  SimulateFeesQuery,
} from './simulate-fees';

/** What other prices would bring. */
@Controller('fee-simulations')
export class FeeSimulationsController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @QueryPost('', SimulateFeesQuery, {
    summary: 'What a tariff that is not in force would bring, by yard and month',
    answer: SimulatedRowAnswer,
    list: true,
    total: SimulatedSumsAnswer,
  })
  simulateFees(@JsonBody(FeeSimulationBody) body: FeeSimulationBody, @AskedBy() caller: Caller) {
    return this.queries.execute(new SimulateFeesQuery(body, caller));
  }
}
