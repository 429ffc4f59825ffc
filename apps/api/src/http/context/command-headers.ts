import type { IncomingHttpHeaders } from 'node:http';
import type { Device } from '#libs/event-sourcing';
import { Refusal } from '../problem/refusal';

const VISIBLE_ASCII_KEY = /^[\x21-\x7e]{1,255}$/;
const VISIBLE_ASCII_NAME = /^[\x21-\x7e]{1,64}$/;
const ENTITY_TAG = /^"(0|[1-9][0-9]{0,18})"$/;

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
 * The revision of a visit, gate, yard or driver that an If-Match header names.
 * @throws Refusal unless it is one strong entity tag as we give them.
 */
export function ifMatchOf(headers: IncomingHttpHeaders): bigint | undefined {
  const text = headers['if-match'];
  if (text === undefined) return undefined;
  const revision = ENTITY_TAG.exec(text)?.[1];
  if (revision === undefined)
    throw new Refusal('HEADER_INVALID', 'If-Match is the ETag of what the command is about, such as "3"');
  return BigInt(revision);
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
