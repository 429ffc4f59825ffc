import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Refusal } from '../problem/refusal';
import { canonicalText } from './canonical-text';
import { parseStrictBytes } from './strict-json';

/** Largest body of a command, in bytes. */
export const BODY_LIMIT = 64 * 1024;

declare module 'fastify' {
  interface FastifyRequest {
    /** Canonical text of the JSON body; the request hash covers it. */
    bodyText: string;
  }
}

/** Makes strict JSON the only body the server reads; imports bring their own parser for `application/x-ndjson`. */
export function useStrictBodies(fastify: FastifyInstance): void {
  fastify.decorateRequest('bodyText', '');
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer', bodyLimit: BODY_LIMIT },
    (request, body, done) => {
      try {
        const { value, text } = parseStrictBytes(body as Buffer);
        request.bodyText = canonicalText(value, text);
        done(null, value);
      } catch (error) {
        done(error as Error, undefined);
      }
    },
  );
}

/**
 * Refuses what must not be read at all: compressed bodies (a bomb costs us, not the sender, F-37) and character
 * sets other than UTF-8.
 */
export function checkBodyHeaders({ headers }: FastifyRequest): void {
  const type = headers['content-type'] ?? '';
  const charset = type === 'application/json' ? undefined : /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(type)?.[1];
  if (charset !== undefined && !/^utf-?8$/i.test(charset)) {
    throw new Refusal('CONTENT_TYPE_NOT_SUPPORTED', 'bodies are UTF-8');
  }
  checkEncoding(headers['content-encoding']);
}

function checkEncoding(encoding: string | undefined): void {
  if (encoding === undefined || encoding === 'identity') return;
  throw new Refusal('CONTENT_ENCODING_NOT_SUPPORTED', 'send the body as it is, without Content-Encoding');
}
