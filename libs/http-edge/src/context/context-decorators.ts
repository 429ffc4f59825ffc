import type { ExecutionContext } from '@nestjs/common';
import { createParamDecorator } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { TokenFacts } from '#libs/platform';
import { normalText } from '#libs/text';
import type { Principal } from '../auth/principal';
import type { Reach } from '../access/reach';
import { UUID_TEXT } from '../validation/fields';
import { correlationOf, deviceOf, idempotencyKeyOf, ifMatchOf } from './command-headers';
import { requestContext } from './request-context';
import type { RequestContext } from './request-context';

declare module 'fastify' {
  interface FastifyRequest {
    /** When the request was taken in, RFC 3339 UTC. */
    takenInAt: string;
  }
}

/** Who asks for something to be read, how far he may see, and when. */
export interface Caller {
  readonly principal: Principal;
  readonly reach: Reach;
  readonly now: string;
}

function requestOf(context: ExecutionContext): FastifyRequest {
  return context.switchToHttp().getRequest<FastifyRequest>();
}

export function callerOf({ principal, reach, takenInAt, routeOptions }: FastifyRequest): Caller {
  if (principal === null || reach === null)
    throw new Error(`${String(routeOptions.url)} is open and has no caller`);
  return { principal, reach, now: takenInAt };
}

/** How long the caller may stay. */
export function tokenOf({ token, routeOptions }: FastifyRequest): TokenFacts {
  if (token === null) throw new Error(`${String(routeOptions.url)} is open and has no token`);
  return token;
}

export function contextOf(request: FastifyRequest): RequestContext {
  const { headers, method, url, bodyText } = request;
  const query = url.indexOf('?');
  return requestContext({
    ...callerOf(request),
    key: idempotencyKeyOf(headers),
    method,
    path: oneSpelling(query < 0 ? url : url.slice(0, query), request),
    bodyText,
    device: deviceOf(headers),
    correlation: correlationOf(headers),
    ifMatch: ifMatchOf(headers),
  });
}

/**
 * The path as it counts in the request hash: without a slash at its end; one that names an id of ours, and but for the
 * id is in lower case anyway, in lower case.
 */
function oneSpelling(path: string, { params }: FastifyRequest): string {
  const route = path.endsWith('/') ? path.slice(0, -1) : path;
  const named = Object.values(params as Readonly<Record<string, string>>);
  return named.some((value) => UUID_TEXT.test(normalText(value))) ? route.toLowerCase() : route;
}

/** Of a command: the `RequestContext`, its headers checked. */
export const Context = createParamDecorator((_data: unknown, context: ExecutionContext) =>
  contextOf(requestOf(context)),
);

/** Of a query behind a token: the `Caller`. */
export const AskedBy = createParamDecorator((_data: unknown, context: ExecutionContext) =>
  callerOf(requestOf(context)),
);
