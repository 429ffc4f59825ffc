import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import { Catch, HttpException, Inject, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RouteTable } from '../access/route-table';
import type { EdgeCode } from './edge-codes';
import type { Problem } from './problem-document';
import { edgeProblem, problemOf, STORE_RETRY_SECONDS } from './problem-of';
import { Refusal } from './refusal';
import { REFUSAL_CATALOGUE } from './refusal-catalogue';
import type { RefusalCatalogue } from './refusal-catalogue';
import { pathOf, sendProblem } from './send-problem';

/** Status of an error that Fastify or Nest raised, as a code of ours. */
const CODE_OF_STATUS: Readonly<Record<number, EdgeCode>> = {
  400: 'REQUEST_MALFORMED',
  401: 'TOKEN_INVALID',
  403: 'FORBIDDEN',
  404: 'ROUTE_NOT_FOUND',
  406: 'NOT_ACCEPTABLE',
  413: 'BODY_TOO_LARGE',
  414: 'URI_TOO_LONG',
  415: 'CONTENT_TYPE_NOT_SUPPORTED',
  503: 'NOT_READY',
};

/** Turns whatever was thrown into an RFC 9457 problem. What it does not know is our fault: 500, logged, mute. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log = new Logger('Http');

  constructor(
    @Inject(RouteTable) private readonly routes: RouteTable,
    @Inject(REFUSAL_CATALOGUE) private readonly catalogue: RefusalCatalogue,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (reply.sent || reply.raw.headersSent) {
      // The answer is on its way (a stream): only the connection can show it to the client.
      this.log.error(error);
      reply.raw.destroy();
      return;
    }
    const problem = this.problemFor(error, request, reply);
    if (problem.code === 'INTERNAL_ERROR') this.log.error(error);
    sendProblem(problem, request, reply);
  }

  private problemFor(error: unknown, request: FastifyRequest, reply: FastifyReply): Problem {
    if (error instanceof HttpException) return edgeProblem(this.refusalOfHttp(error, request));
    return problemOf(hungUpIn(error, request, reply) ?? error, this.catalogue);
  }

  private refusalOfHttp(error: HttpException, request: FastifyRequest): Refusal {
    const code = CODE_OF_STATUS[error.getStatus()];
    if (code === 'NOT_READY') return notReady(error);
    if (code !== 'ROUTE_NOT_FOUND') return new Refusal(code ?? 'INTERNAL_ERROR', error.message);
    const allow = this.routes.methodsOf(pathOf(request));
    return allow.length === 0
      ? new Refusal('ROUTE_NOT_FOUND', 'nothing answers at this address')
      : new Refusal('METHOD_NOT_ALLOWED', `this address answers to ${allow.join(', ')}`, { allow });
  }
}

/**
 * Of who hung up amid the body, was cut off for being slow, or left before a streamed answer began: nobody reads the
 * answer, and it is no fault.
 */
function hungUpIn(
  error: unknown,
  { raw: request }: FastifyRequest,
  { raw }: FastifyReply,
): Refusal | undefined {
  if (request.destroyed && !request.complete) return new Refusal('REQUEST_MALFORMED', 'the body broke off');
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  const isCut = code === 'ERR_STREAM_PREMATURE_CLOSE' && raw.destroyed;
  return isCut ? new Refusal('REQUEST_MALFORMED', 'the connection was closed') : undefined;
}

/** Terminus says which parts are down; they join the problem as `checks`. */
function notReady(error: HttpException): Refusal {
  const answer = error.getResponse();
  const checks = typeof answer === 'object' && 'details' in answer ? answer.details : undefined;
  const extra = { retryAfter: STORE_RETRY_SECONDS, ...(checks === undefined ? {} : { checks }) };
  return new Refusal('NOT_READY', 'not every part of the server is up', extra);
}
