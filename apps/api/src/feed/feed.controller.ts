import { Controller, Inject, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AskedBy, boundCursor, nextPage, QueryGet, QueryParameters } from '#libs/http-edge';
import type { Caller } from '#libs/http-edge';
import { CloudEventAnswer, feedParameters, ReadFeedQuery } from './read-feed';
import type { FeedParameters } from './read-feed';

const BATCH = 'application/cloudevents-batch+json';

/** The published events for partners without a broker. */
@Controller('feed')
export class FeedController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @QueryGet('', ReadFeedQuery, {
    summary: 'The published events in the order of the log, from a cursor on',
    answer: CloudEventAnswer,
    batchType: BATCH,
    headers: {
      Link: 'The next page, rel="next": always there, to be asked for when the batch was taken',
      'Feed-Complete': 'true: there was nothing more yet; false: the next page can be asked for at once',
    },
  })
  async read(
    @QueryParameters(feedParameters) parameters: FeedParameters,
    @AskedBy() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { events, next, complete } = await this.queries.execute(new ReadFeedQuery(parameters, caller));
    reply
      .type(`${BATCH}; charset=utf-8`)
      .header('Link', `<${nextPage(request.url, boundCursor(next, request))}>; rel="next"`)
      .header('Feed-Complete', String(complete));
    return events;
  }
}
