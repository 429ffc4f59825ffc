import type { IncomingHttpHeaders } from 'node:http';
import type { Device, IfMatch } from '#libs/event-sourcing';
import { Refusal } from '../problem/refusal';

export const VISIBLE_ASCII_KEY = /^[\x21-\x7e]{1,255}$/;
export const VISIBLE_ASCII_NAME = /^[\x21-\x7e]{1,64}$/;
/** The id of an event of a stream: a position. */
export const LAST_EVENT_ID = /^[0-9]{1,18}$/;
/** One of a list of entity tags, or nothing, and the comma or end behind it (RFC 9110, 5.6.1 and 8.8.3). */
const LISTED_TAG = /[ \t]*((?:W\/)?"[\x21\x23-\x7e\x80-\xff]*")?[ \t]*(?:,|$)/y;
/** A revision as `entityTagOf` gives it. A weak tag is none: it never matches where the comparison is strong. */
const REVISION_TAG = /^"(0|[1-9][0-9]{0,18})"$/;

/** @throws Refusal when the key is missing or not 1 to 255 visible ASCII characters. */
export function idempotencyKeyOf(headers: IncomingHttpHeaders): string {
  const key = headers['idempotency-key'];
  if (key === undefined) {
    throw new Refusal(
      'IDEMPOTENCY_KEY_MISSING',
      'send an Idempotency-Key header; repeat it when you send again',
    );
  }
  if (typeof key !== 'string' || !VISIBLE_ASCII_KEY.test(key)) {
    throw new Refusal('IDEMPOTENCY_KEY_INVALID', 'Idempotency-Key is 1 to 255 visible ASCII characters');
  }
  return key;
}

/**
 * What an If-Match header names of a visit, gate, yard or driver: `*`, or the revisions in its list. Tags that are not
 * ours, and weak ones, match nothing.
 * @throws Refusal unless it is `*` or a list of entity tags.
 */
export function ifMatchOf(headers: IncomingHttpHeaders): IfMatch | undefined {
  const text = headers['if-match'];
  if (text === undefined) return undefined;
  if (text.trim() === '*') return '*';
  return tagsIn(text).flatMap((tag) => {
    const revision = REVISION_TAG.exec(tag)?.[1];
    return revision === undefined ? [] : [BigInt(revision)];
  });
}

function tagsIn(text: string): string[] {
  const tags: string[] = [];
  for (let at = 0; at < text.length; at = LISTED_TAG.lastIndex) {
    LISTED_TAG.lastIndex = at;
    const found = LISTED_TAG.exec(text);
    if (found === null) return refuseIfMatch();
    if (found[1] !== undefined) tags.push(found[1]);
  }
  return tags.length === 0 ? refuseIfMatch() : tags;
}

function refuseIfMatch(): never {
  throw new Refusal('HEADER_INVALID', 'If-Match is *, or ETags of what the command is about, such as "3"');
}

/** @throws Refusal when a name is not 1 to 64 visible ASCII characters, or a sequence comes without its device. */
export function deviceOf(headers: IncomingHttpHeaders): Device | null {
  const id = nameIn(headers, 'device-id');
  const sequence = nameIn(headers, 'device-sequence');
  if (id !== null) return { id, sequence };
  if (sequence !== null) throw new Refusal('HEADER_INVALID', 'Device-Sequence comes with Device-Id');
  return null;
}

/** Id under which the caller follows its own request. */
export function correlationOf(headers: IncomingHttpHeaders): string | null {
  return nameIn(headers, 'x-correlation-id') ?? nameIn(headers, 'x-request-id');
}

function nameIn(headers: IncomingHttpHeaders, header: string): string | null {
  const text = headers[header];
  if (text === undefined) return null;
  if (typeof text === 'string' && VISIBLE_ASCII_NAME.test(text)) return text;
  throw new Refusal('HEADER_INVALID', `${header} is 1 to 64 visible ASCII characters`);
}
