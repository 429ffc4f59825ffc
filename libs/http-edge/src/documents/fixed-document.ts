import { hash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { choicesIn } from '../context/accepted';
import { isKnownTag } from '../queries/conditional';

export interface DocumentText {
  readonly text: string | Buffer;
  /** With its charset. */
  readonly contentType: string;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Form {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

interface Built {
  readonly plain: Form;
  readonly packed: Form;
}

/**
 * A document that stays the same while the process runs: built with the first request, for a start must not wait for
 * it, and then one buffer for all answers, plain or gzip, with a strong ETag. Who has it already gets 304.
 */
export class FixedDocument {
  private built: Built | undefined;

  constructor(private readonly build: () => DocumentText) {}

  /** Answers a request for it; the handler of its route. */
  readonly send = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const { plain, packed } = (this.built ??= builtFrom(this.build()));
    const { body, headers } = takesGzip(request) ? packed : plain;
    reply.headers(headers);
    if (isKnownTag(headers['ETag'] ?? '', request)) return reply.code(304).send();
    return reply.send(body);
  };
}

function takesGzip({ headers }: FastifyRequest): boolean {
  return choicesIn(headers['accept-encoding'] ?? '').some(
    ({ name, quality }) => name === 'gzip' && quality > 0,
  );
}

function builtFrom({ text, contentType, headers = {} }: DocumentText): Built {
  const body = Buffer.from(text as string);
  const digest = hash('sha256', body, 'base64url');
  const shared = {
    'Content-Type': contentType,
    'Cache-Control': 'no-cache',
    Vary: 'Accept-Encoding',
    ...headers,
  };
  return {
    plain: { body, headers: { ...shared, ETag: `"${digest}"` } },
    packed: {
      body: gzipSync(body),
      headers: { ...shared, 'Content-Encoding': 'gzip', ETag: `"${digest}-gzip"` },
    },
  };
}
