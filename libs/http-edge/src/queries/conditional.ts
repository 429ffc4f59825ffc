import { hash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ListTexts, ReadAt } from './edge-views';

/** An answer without a body: what the caller has is what it would get (RFC 9110 15.4.5). */
export class NotModified {
  constructor(readonly entityTag: string) {}
}

const TAG_LENGTH = 22;
const ENTITY_TAG = /(?:W\/)?("[^"]*")/g;

/** Does `If-None-Match` name this tag? Compared weakly, as RFC 9110 13.1.2 has it. */
export function isKnownTag(entityTag: string, { headers }: Pick<FastifyRequest, 'headers'>): boolean {
  const asked = headers['if-none-match'];
  if (asked === undefined) return false;
  if (asked === entityTag || asked.trim() === '*') return true;
  const opaque = entityTag.replace(/^W\//, '');
  return [...asked.matchAll(ENTITY_TAG)].some(([, tag]) => tag === opaque);
}

/** Sends no body, nor a length or a type of one. */
export function sendNotModified(reply: FastifyReply, { entityTag }: NotModified): void {
  // The end of a HEAD wants a text to measure, and leaves it out itself.
  const nothing = (reply.request.method === 'HEAD' ? '' : null) as string;
  reply
    .code(304)
    .header('ETag', entityTag)
    .removeHeader('Content-Type')
    .serializer(() => nothing);
}

/** What was read of the views, from one moment. */
interface Read {
  readonly asOf: ReadAt;
  readonly items?: unknown;
}

function isRead(payload: unknown): payload is Read {
  return typeof payload === 'object' && payload !== null && 'asOf' in payload;
}

interface Listed {
  readonly text: string;
  readonly digest: string;
}

/** Lists are never changed once they are made; those of an unchanged board are the same list for every reader. */
const listed = new WeakMap<readonly unknown[], Listed>();

function listedOf(items: readonly unknown[], lists: ListTexts): Listed {
  let known = listed.get(items);
  if (known === undefined) {
    known = { text: lists.textOfList(items), digest: digestOf(lists.signOfList(items)) };
    listed.set(items, known);
  }
  return known;
}

function digestOf(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, TAG_LENGTH);
}

function tagOf(list: Listed | undefined, text: string, { warning }: ReadAt): string {
  const warned = warning === undefined ? '' : JSON.stringify(warning);
  return `W/"${digestOf((list?.digest ?? '') + text + warned)}"`;
}

/**
 * Gives what was read of the views a weak tag of all that it says, a warning too, but its place in the log, which moves with every
 * event anywhere; and leaves the body out for a caller that has it. The tag is the content's: it changes with a minute
 * that is shown, and with nothing that is not. Answers with a tag of their own keep it.
 */
export function conditional(
  payload: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  lists: ListTexts,
): unknown {
  if (!isRead(payload) || reply.hasHeader('ETag')) return payload;
  const { asOf, items, ...rest } = payload;
  const list = Array.isArray(items) ? listedOf(items, lists) : undefined;
  const text = JSON.stringify(list === undefined && items !== undefined ? { items, ...rest } : rest);
  const entityTag = tagOf(list, text, asOf);
  if (isKnownTag(entityTag, request)) {
    const answer = new NotModified(entityTag);
    sendNotModified(reply, answer);
    return answer;
  }
  const begin = list === undefined ? '{' : `{"items":${list.text},`;
  const end = text === '{}' ? '' : `${text.slice(1, -1)},`;
  reply
    .header('ETag', entityTag)
    .type('application/json; charset=utf-8')
    .serializer(() => `${begin}${end}"asOf":${JSON.stringify(asOf)}}`);
  return payload;
}
