import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import { Catch, HttpException, Inject, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Rejection } from '#libs/truck-flow';
import { RouteTable } from '../access/route-table';
import type { EdgeCode } from './edge-codes';
import { languageOf, problemDocument, statusOf } from './problem-document';
import { Refusal } from './refusal';
import type { RefusalExtra } from './refusal';
import { STORE_RETRY_SECONDS, refusalOf } from './refusal-of';

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

  constructor(@Inject(RouteTable) private readonly routes: RouteTable) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (reply.sent || reply.raw.headersSent) {
      // The answer is on its way (a stream): only the connection can tell the client.
      this.log.error(error);
      reply.raw.destroy();
      return;
    }
    const refusal = error instanceof HttpException ? this.refusalOfHttp(error, request) : refusalOf(error);
    if (refusal.code === 'INTERNAL_ERROR') this.log.error(error);
    send(refusal, request, reply);
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

function send(refusal: Refusal | Rejection, request: FastifyRequest, reply: FastifyReply): void {
  const language = languageOf(request.headers['accept-language']);
  const { retryAfter, allow, ...members } = refusal.extra as RefusalExtra & Record<string, unknown>;
  if (retryAfter !== undefined) reply.header('Retry-After', retryAfter);
  if (allow !== undefined) reply.header('Allow', allow.join(', '));
  const status = statusOf(refusal.code);
  if (status === 401) reply.header('WWW-Authenticate', challengeOf(refusal.code));
  const frame = { detail: refusal.detail, instance: pathOf(request), language };
  reply
    .code(status)
    .type('application/problem+json')
    .header('Content-Language', language)
    .send(problemDocument(refusal.code, frame, members));
}

/** RFC 6750: no error code when no token was sent. */
function challengeOf(code: string): string {
  return code === 'TOKEN_MISSING'
    ? 'Bearer realm="truckflow"'
    : 'Bearer realm="truckflow", error="invalid_token"';
}

function pathOf({ url }: FastifyRequest): string {
  const query = url.indexOf('?');
  return query < 0 ? url : url.slice(0, query);
}

/** Terminus says which parts are down; they join the problem as `checks`. */
function notReady(error: HttpException): Refusal {
  const answer = error.getResponse();
  const checks = typeof answer === 'object' && 'details' in answer ? answer.details : undefined;
  const extra = { retryAfter: STORE_RETRY_SECONDS, ...(checks === undefined ? {} : { checks }) };
  return new Refusal('NOT_READY', 'not every part of the server is up', extra);
}
