import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

export interface DocumentText {
  readonly text: string | Buffer;
  /** With its charset. */
  readonly contentType: string;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Built {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * A document that stays the same while the process runs: built with the first request, for a start must not wait for
 * it, and then one buffer for all answers with a strong ETag. Who has it already gets 304.
 */
export class FixedDocument {
  private built: Built | undefined;

  constructor(private readonly build: () => DocumentText) {}

  /** Answers a request for it; the handler of its route. */
  readonly send = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const { body, headers } = (this.built ??= builtFrom(this.build()));
    reply.headers(headers);
    if (hasOne(request.headers['if-none-match'], headers['ETag'] ?? '')) return reply.code(304).send();
    return reply.send(body);
  };
}

function builtFrom({ text, contentType, headers = {} }: DocumentText): Built {
  const body = Buffer.from(text as string);
  const digest = createHash('sha256').update(body).digest('base64url');
  return {
    body,
    headers: { 'Content-Type': contentType, 'Cache-Control': 'no-cache', ETag: `"${digest}"`, ...headers },
  };
}

/** RFC 9110 13.1.2: any of the list, or `*`; weak and strong validators are the same here. */
function hasOne(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  const named = ifNoneMatch.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return named.includes(etag) || named.includes('*');
}
