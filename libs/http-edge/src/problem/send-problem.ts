import type { FastifyReply, FastifyRequest } from 'fastify';
import { awaitsBody } from '#libs/platform';
import { languageOf, problemDocument } from './problem-document';
import type { Problem } from './problem-document';
import { isPage, languageAsked, sendProblemPage } from './problem-page';

/** Answers with the document of a problem, in the caller's language. */
export function sendProblem(problem: Problem, request: FastifyRequest, reply: FastifyReply): void {
  const asPage = isPage(request);
  const language = asPage ? languageAsked(request) : languageOf(request.headers['accept-language']);
  const { retryAfter, allow, ...members } = problem.members;
  if (retryAfter !== undefined) reply.header('Retry-After', retryAfter);
  if (allow !== undefined) reply.header('Allow', allow.join(', '));
  // Nobody reads this body: what its client still sends would be taken for the next request, or never end.
  if (awaitsBody(request.raw)) reply.header('Connection', 'close');
  const { status } = problem;
  if (status === 401) reply.header('WWW-Authenticate', challengeOf(problem.code));
  const frame = { instance: pathOf(request), language };
  if (asPage) {
    sendProblemPage(problemDocument(problem, frame), { language, retryAfter }, reply);
    return;
  }
  reply
    .code(status)
    .type('application/problem+json')
    .header('Content-Language', language)
    .send(problemDocument(problem, frame, members));
}

/** RFC 6750: no error code when no token was sent. */
function challengeOf(code: string): string {
  return code === 'TOKEN_MISSING'
    ? 'Bearer realm="truckflow"'
    : 'Bearer realm="truckflow", error="invalid_token"';
}

/** Path of a request without its query, which may hold a plate. */
export function pathOf({ url }: FastifyRequest): string {
  const query = url.indexOf('?');
  return query < 0 ? url : url.slice(0, query);
}
