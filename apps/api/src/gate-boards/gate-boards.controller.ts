/* Routes of the gate boards: boards, queue, next calls, dwell times, throughput, forecasts, deviations, overtakings, stream. */

import { Controller, Inject, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import {
  AskedBy,
  clientAddress,
  PathCode,
  QueryGet,
  QueryParameters,
  StreamGet,
  tokenOf,
} from '#libs/http-edge';
import type { Caller, Parameters } from '#libs/http-edge';
import { FollowGateBoardQuery } from './follow-gate-board';
import { DaysToClearEstimate, daysToClearParameters, GetDaysToClearQuery } from './get-days-to-clear';
import { deviationParameters, GateDeviation, GetDeviationsQuery } from './get-deviations';
import { DwellTimes, dwellTimesParameters, GetDwellTimesQuery } from './get-dwell-times';
import { boardParameters, GateBoard, GateBoardTotal, GetGateBoardsQuery } from './get-gate-boards';
import { GetGateQueueQuery, QueuedTruck, queueParameters } from './get-gate-queue';
import { GetNextCallsQuery, NextCallAnswer, nextCallParameters, NotCallableTruck } from './get-next-calls';
import { GateOvertaking, GetOvertakingsQuery, overtakingParameters } from './get-overtakings';
import { GetThroughputQuery, ThroughputDay, throughputParameters } from './get-throughput';
import { QUEUE_RULE } from './queue-rule';

/** A client that lets this much wait is dropped; it comes back and gets the whole row (F-53). */
const MOST_PENDING = 64 * 1024;

/** What waits at the gates, as of any time. */
@Controller('gate-boards')
export class GateBoardsController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @QueryGet('', GetGateBoardsQuery, {
    summary: 'The boards of the gates the caller may see, and their total',
    answer: GateBoard,
    list: true,
    total: GateBoardTotal,
  })
  boards(
    @QueryParameters(boardParameters) parameters: Parameters<typeof boardParameters>,
    @AskedBy() caller: Caller,
  ) {
    return this.queries.execute(new GetGateBoardsQuery(parameters, caller));
  }

  @QueryGet(':gate/queue', GetGateQueueQuery, {
    summary: 'Trucks on hand before handover or transfer, by arrival',
    answer: QueuedTruck,
    list: true,
    table: true,
  })
  queue(
    @PathCode('gate') gate: string,
    @QueryParameters(queueParameters) parameters: Parameters<typeof queueParameters>,
    @AskedBy() caller: Caller,
  ) {
    return this.queries.execute(new GetGateQueueQuery(gate, parameters, caller));
  }

  @QueryGet(':gate/next-calls', GetNextCallsQuery, {
    summary: 'Who is called next, who cannot be called, and by which order',
    answer: NextCallAnswer,
    list: true,
    table: true,
    beside: { lists: { notCallable: NotCallableTruck }, values: { rule: QUEUE_RULE } },
  })
  nextCalls(
    @PathCode('gate') gate: string,
    @QueryParameters(nextCallParameters) parameters: Parameters<typeof nextCallParameters>,
    @AskedBy() caller: Caller,
  ) {
    return this.queries.execute(new GetNextCallsQuery(gate, parameters, caller));
  }

  @QueryGet(':gate/dwell-times', GetDwellTimesQuery, {
    summary: 'How long each stage takes, in minutes',
    answer: DwellTimes,
    list: true,
    table: true,
  })
  dwellTimes(
    @PathCode('gate') gate: string,
    @QueryParameters(dwellTimesParameters) parameters: Parameters<typeof dwellTimesParameters>,
    @AskedBy() caller: Caller,
  ) {
    return this.queries.execute(new GetDwellTimesQuery(gate, parameters, caller));
  }

  @QueryGet(':gate/throughput', GetThroughputQuery, {
    summary: 'Arrivals and every way out, a row a local day',
    answer: ThroughputDay,
    list: true,
    table: true,
  })
  throughput(
    @PathCode('gate') gate: string,
    @QueryParameters(throughputParameters) parameters: Parameters<typeof throughputParameters>,
    @AskedBy() caller: Caller,
  ) {
    return this.queries.execute(new GetThroughputQuery(gate, parameters, caller));
  }

  @QueryGet(':gate/days-to-clear', GetDaysToClearQuery, {
    summary: 'Days until the trucks on hand have cleared; ALL as a gate sums',
    answer: DaysToClearEstimate,
  })
  daysToClear(
    @PathCode('gate') gate: string,
    @QueryParameters(daysToClearParameters) parameters: Parameters<typeof daysToClearParameters>,
    @AskedBy() caller: Caller,
  ) {
    return this.queries.execute(new GetDaysToClearQuery(gate, parameters, caller));
  }

  @QueryGet(':gate/deviations', GetDeviationsQuery, {
    summary: 'What was recorded out of order or against a rule',
    answer: GateDeviation,
    list: true,
    table: true,
  })
  deviations(
    @PathCode('gate') gate: string,
    @QueryParameters(deviationParameters) parameters: Parameters<typeof deviationParameters>,
    @AskedBy() caller: Caller,
  ) {
    return this.queries.execute(new GetDeviationsQuery(gate, parameters, caller));
  }

  @QueryGet(':gate/overtakings', GetOvertakingsQuery, {
    summary: 'Trucks that went before others that stood before them and could have gone',
    answer: GateOvertaking,
    list: true,
    table: true,
  })
  overtakings(
    @PathCode('gate') gate: string,
    @QueryParameters(overtakingParameters) parameters: Parameters<typeof overtakingParameters>,
    @AskedBy() caller: Caller,
  ) {
    return this.queries.execute(new GetOvertakingsQuery(gate, parameters, caller));
  }

  @StreamGet(':gate/stream', FollowGateBoardQuery, {
    summary: 'The board of a gate as server-sent events `board`: a full row first and after each change',
    event: GateBoard,
    maxPendingDataLength: MOST_PENDING,
  })
  stream(
    @PathCode('gate') gate: string,
    @QueryParameters({}) _none: object,
    @Req() request: FastifyRequest,
    @AskedBy() caller: Caller,
  ) {
    const lastEventId = request.headers['last-event-id']?.toString();
    const holder = { address: clientAddress(request), token: tokenOf(request) };
    const from = { holder, lastEventId, headOnly: request.method === 'HEAD' };
    return this.queries.execute(new FollowGateBoardQuery(gate, from, caller));
  }
}
