import { constants } from 'node:zlib';
import compress from '@fastify/compress';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { varyBy } from './vary';

/** Reads of the API; streams of events are sent as they come, and commands answer in a line. */
const READS = /^\/api\/v1\/(?!.*\/stream$)/;
/** Bytes: what fits into one packet is not made faster by being smaller. */
const SMALLEST = 1_400;
/** A page of rows is a tenth at these levels already; higher ones take several times as long for little more. */
const GZIP_LEVEL = 4;
const BROTLI_QUALITY = 3;

const OPTIONS = {
  threshold: SMALLEST,
  encodings: ['br' as const, 'gzip' as const],
  zlibOptions: { level: GZIP_LEVEL },
  brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } },
};

/** To be called for each route before it is registered: all but reads are left alone, hooks included. */
export function setCompression(route: RouteOptions): void {
  const isRead = [route.method].flat().every((method) => method === 'GET') && READS.test(route.url);
  route.compress = isRead ? OPTIONS : false;
  if (isRead) route.onSend = [varyByEncoding, route.onSend ?? []].flat();
}

/** Also of an answer that is sent as it is: a cache may not give the packed one to who cannot read it, nor this one. */
function varyByEncoding(_request: FastifyRequest, reply: FastifyReply, _payload: unknown, done: () => void) {
  varyBy(reply, 'accept-encoding');
  done();
}

/** To be called after the hook that calls `setCompression`. */
export async function useCompression(fastify: FastifyInstance): Promise<void> {
  await fastify.register(compress, { global: false });
}
