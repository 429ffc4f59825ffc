import cors from '@fastify/cors';
import type { FastifyCorsOptions } from '@fastify/cors';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Config } from '#libs/platform';

const EXPOSED = ['ETag', 'Retry-After', 'Content-Disposition'];
const READING = ['Authorization', 'Accept', 'Accept-Language', 'If-None-Match'];
const COMMANDING = ['Content-Type', 'Idempotency-Key', 'If-Match', 'Device-Id', 'Device-Sequence'];
const TRACING = ['X-Correlation-Id', 'X-Request-Id', 'Last-Event-Id'];
const MAX_AGE_SECONDS = 3600;

/**
 * Lets web pages of other origins in (Fetch Standard, 3.3): all of them to the addresses that `openToAll` matches, those
 * of the setting to all.
 */
export async function allowCrossOrigin(
  fastify: FastifyInstance,
  { corsOrigins = '' }: Config,
  openToAll: RegExp,
): Promise<void> {
  const named = new Set(corsOrigins.split(','));
  await fastify.register(cors, {
    delegator: (request, done) => {
      done(null, allowanceFor(request, { named, openToAll }));
    },
  });
}

const NONE: FastifyCorsOptions = { origin: false };
const READ: FastifyCorsOptions = {
  origin: '*',
  methods: ['GET', 'HEAD'],
  allowedHeaders: READING,
  exposedHeaders: EXPOSED,
  maxAge: MAX_AGE_SECONDS,
};
const USE: FastifyCorsOptions = {
  ...READ,
  methods: ['GET', 'HEAD', 'POST'],
  allowedHeaders: [...READING, ...COMMANDING, ...TRACING],
};

function allowanceFor(
  { url, method, headers }: FastifyRequest,
  { named, openToAll }: { readonly named: ReadonlySet<string>; readonly openToAll: RegExp },
): FastifyCorsOptions {
  const { origin } = headers;
  const isPreflight = origin !== undefined && headers['access-control-request-method'] !== undefined;
  // Any other OPTIONS is answered as before: the address knows no such method.
  if (method === 'OPTIONS' && !isPreflight) return NONE;
  if (origin !== undefined && named.has(origin)) return { ...USE, origin };
  return openToAll.test(url) ? READ : NONE;
}
