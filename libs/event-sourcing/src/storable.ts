/* Guard of the store: refuses what could not be read back as it was written. */
import type { ExpectedRevision } from './event-store';
import type { NewEvent } from './event';

/** Why a store must not take a value. Each is a mistake of the program, never of a client. */
export type NotStorableCode =
  | 'UNDEFINED'
  | 'NOT_PLAIN'
  | 'NOT_A_NUMBER'
  | 'NEGATIVE_ZERO'
  | 'UNSAFE_INTEGER'
  | 'INTEGER_KEY'
  | 'TOO_DEEP'
  | 'NAME'
  | 'NEGATIVE_REVISION'
  | 'EMPTY_APPEND';

/** A value that a store would not give back as it was, or an append that cannot be meant. Nothing was written. */
export class NotStorable extends TypeError {
  override readonly name = 'NotStorable';
  constructor(
    readonly code: NotStorableCode,
    /** JSON pointer into the data, or the name of the argument. */
    readonly pointer: string,
  ) {
    super(`not storable: ${code} at '${pointer}'`);
  }
}

const MAX_DEPTH = 64;
const INTEGER_KEY = /^(0|[1-9]\d*)$/;
const PRINTABLE_ASCII = /^[\x20-\x7e]+$/;
const WELL_FORMED = /^[^\p{Cc}\p{Cs}]+$/u;

/**
 * The one text of `data` that is hashed and stored. Guarantees `JSON.stringify(JSON.parse(text)) === text` in this
 * and any other language that keeps the order of keys: no undefined, no -0, no integer beyond 2^53, no key that
 * looks like an integer (its place among the keys would change), no object with a class or a `toJSON`.
 * @throws NotStorable
 */
export function storableText(data: unknown): string {
  checkValue(data, '', 0);
  return JSON.stringify(data);
}

/**
 * The data texts of an append whose arguments make sense: names are non-empty and printable, the revision is one.
 * @throws NotStorable
 */
export function storableTexts(
  stream: string,
  events: readonly NewEvent[],
  expectedRevision: ExpectedRevision,
): string[] {
  checkName(stream, 'stream');
  if (expectedRevision !== 'noStream' && expectedRevision < 0n) {
    throw new NotStorable('NEGATIVE_REVISION', 'expectedRevision');
  }
  return events.map((event) => {
    checkName(event.type, 'type');
    checkName(event.eventId, 'eventId');
    return storableText(event.data);
  });
}

/** A lone surrogate or a control character would not come back from every engine as it went in. */
function checkName(name: string, pointer: string): void {
  if (!PRINTABLE_ASCII.test(name) && !WELL_FORMED.test(name)) throw new NotStorable('NAME', pointer);
}

function checkValue(value: unknown, pointer: string, depth: number): void {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return;
  if (typeof value === 'number') {
    checkNumber(value, pointer);
    return;
  }
  if (value === undefined) throw new NotStorable('UNDEFINED', pointer);
  if (typeof value !== 'object' || 'toJSON' in value) throw new NotStorable('NOT_PLAIN', pointer);
  if (depth === MAX_DEPTH) throw new NotStorable('TOO_DEEP', pointer);
  if (Array.isArray(value)) checkItems(value, pointer, depth + 1);
  else checkMembers(value as Readonly<Record<string, unknown>>, pointer, depth + 1);
}

function checkNumber(value: number, pointer: string): void {
  if (!Number.isFinite(value)) throw new NotStorable('NOT_A_NUMBER', pointer);
  if (Object.is(value, -0)) throw new NotStorable('NEGATIVE_ZERO', pointer);
  if (Number.isInteger(value) && !Number.isSafeInteger(value))
    throw new NotStorable('UNSAFE_INTEGER', pointer);
}

function checkItems(items: readonly unknown[], pointer: string, depth: number): void {
  for (let index = 0; index < items.length; index++) checkValue(items[index], `${pointer}/${index}`, depth);
}

function checkMembers(members: Readonly<Record<string, unknown>>, pointer: string, depth: number): void {
  // Compared by shape, not identity: an object from another realm (worker, test sandbox) is as plain as ours.
  const prototype: unknown = Object.getPrototypeOf(members);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null)
    throw new NotStorable('NOT_PLAIN', pointer);
  for (const key of Object.keys(members)) {
    const place = `${pointer}/${key}`;
    if (INTEGER_KEY.test(key)) throw new NotStorable('INTEGER_KEY', place);
    checkValue(members[key], place, depth);
  }
}
