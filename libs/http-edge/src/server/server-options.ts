import type { Socket } from 'node:net';
import { STATUS_CODES } from 'node:http';
import type { RequestListener } from 'node:http';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { closeSoon, guardedServer } from '#libs/platform';
import type { Config } from '#libs/platform';
import { BODY_LIMIT } from '../json/body-parser';
import { problemDocument } from '../problem/problem-document';
import { edgeProblem } from '../problem/problem-of';
import { Refusal } from '../problem/refusal';
import { sendProblem } from '../problem/send-problem';

type ServerOptions = NonNullable<ConstructorParameters<typeof FastifyAdapter>[0]>;

const MAX_PARAMETER_LENGTH = 200;

/** What the server takes, and how it refuses what is no request of ours. */
export function serverOptions(config: Config): ServerOptions {
  const { trustedProxyHops } = config;
  const serverFor = guardedServer(config);
  return {
    bodyLimit: BODY_LIMIT,
    // While draining, what still arrives on an open connection is answered and the connection closed.
    return503OnClosing: false,
    trustProxy: trustedProxyHops === 0 ? false : (_address, hop) => hop < trustedProxyHops,
    routerOptions: { maxParamLength: MAX_PARAMETER_LENGTH, ignoreTrailingSlash: true },
    skipMiddie: true,
    serverFactory: (listener) => serverFor(listener as RequestListener),
    clientErrorHandler: answerClientError,
    frameworkErrors: (error, request, reply) => {
      answerRoutingError(error, request as FastifyRequest, reply as unknown as FastifyReply);
    },
  };
}

/** The router refuses a malformed address, or a part that is too long, before any hook or filter. */
function answerRoutingError(
  error: { statusCode?: number },
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const refusal =
    error.statusCode === 414
      ? new Refusal('URI_TOO_LONG', `a part of the path is longer than ${MAX_PARAMETER_LENGTH} characters`)
      : new Refusal('REQUEST_MALFORMED', 'the address is not well-formed');
  sendProblem(edgeProblem(refusal), request, reply);
}

/** What is no HTTP, or comes too slowly, is answered on the bare socket. */
function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const status =
    error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : error.code === 'HPE_HEADER_OVERFLOW' ? 431 : 400;
  const detail = STATUS_CODES[status] ?? 'Bad Request';
  const body = JSON.stringify({
    ...problemDocument(edgeProblem(new Refusal('REQUEST_MALFORMED', detail)), {
      instance: '',
      language: 'en',
    }),
    status,
  });
  socket.write(
    `HTTP/1.1 ${status} ${detail}\r\nContent-Type: application/problem+json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
  closeSoon(socket);
}
