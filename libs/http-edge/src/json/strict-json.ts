import { isUtf8 } from 'node:buffer';
import { Refusal } from '../problem/refusal';
import { MAX_DEPTH, scanJson } from './scan-json';

/** A body, and what `JSON.stringify` makes of it. */
export interface StrictJson {
  readonly value: unknown;
  readonly text: string;
}

/**
 * Parses the bytes of a body, strictly (F-38…F-40).
 * @throws Refusal coded, with a pointer where there is one.
 */
export function parseStrictBytes(bytes: Buffer): StrictJson {
  if (bytes.length === 0) throw new Refusal('BODY_MISSING', 'the body is empty');
  if (!isUtf8(bytes)) throw new Refusal('BODY_MALFORMED', 'the body is not UTF-8');
  return parseStrictJson(bytes.toString('utf8'));
}

/**
 * Parses one JSON text, strictly. A text that equals what `JSON.stringify` makes of its own value has lost
 * nothing on the way, so only texts that differ, or hold what survives that round trip, are walked through.
 * @throws Refusal as `parseStrictBytes`.
 */
export function parseStrictJson(text: string): StrictJson {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Refusal('BODY_MALFORMED', parseErrorText(error));
  }
  // Depth comes first: JSON.stringify overflows the stack on what JSON.parse still takes.
  if (mayBeTooDeep(text)) {
    scanJson(text);
    return { value, text: JSON.stringify(value) };
  }
  const canonical = JSON.stringify(value);
  if (canonical !== text || survivesRoundTrip(text)) scanJson(text);
  return { value, text: canonical };
}

/** What is refused although it comes out of the round trip as it went in. */
function survivesRoundTrip(text: string): boolean {
  return (
    text.includes('\\u') ||
    text.includes('proto') ||
    text.includes('constructor') ||
    text.includes('e+') ||
    /\d{16}/.test(text)
  );
}

function mayBeTooDeep(text: string): boolean {
  let brackets = 0;
  for (let at = text.indexOf('{'); at >= 0; at = text.indexOf('{', at + 1)) {
    if (++brackets > MAX_DEPTH) return true;
  }
  for (let at = text.indexOf('['); at >= 0; at = text.indexOf('[', at + 1)) {
    if (++brackets > MAX_DEPTH) return true;
  }
  return false;
}

/** V8 quotes the text around the error; the position alone is enough, and repeats nothing from the body. */
function parseErrorText(error: unknown): string {
  const position = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
  return position === undefined
    ? 'the body is not JSON'
    : `the body is not JSON from character ${position} on`;
}
