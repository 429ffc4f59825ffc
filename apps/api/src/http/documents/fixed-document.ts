import { hash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isKnownTag } from '../queries/conditional';

export interface DocumentText {
  readonly text: string | Buffer;
  /** With its charset. */
  readonly contentType: string;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Built {
  readonly body: Buffer;
  readonly entityTag: string;
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
    const { body, entityTag, headers } = (this.built ??= builtFrom(this.build()));
    reply.headers(headers);
    if (isKnownTag(entityTag, request)) return reply.code(304).send();
    return reply.send(body);
  };
}

function builtFrom({ text, contentType, headers = {} }: DocumentText): Built {
  const body = Buffer.from(text as string);
  const entityTag = `"${hash('sha256', body, 'base64url')}"`;
  return {
    body,
    entityTag,
    headers: { 'Content-Type': contentType, 'Cache-Control': 'no-cache', ETag: entityTag, ...headers },
  };
}
