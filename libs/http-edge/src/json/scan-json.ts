/* Scanner over JSON text: refuses what parsing would lose silently, and what must not come in. */

import { Refusal } from '../problem/refusal';
import type { EdgeCode } from '../problem/edge-codes';

/** Objects and lists within each other, the outermost counts as one (F-39). */
export const MAX_DEPTH = 32;

/** Keys that reach the prototype of a careless copy (F-40). */
export const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

const QUOTE = 34;
const COMMA = 44;
const BACKSLASH = 92;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
const SPACE = 32;
const MINUS = 45;
const ZERO = 48;
const NINE = 57;

/**
 * Walks over a text that `JSON.parse` has accepted and refuses what parsing loses silently: a duplicate key, a
 * number that changes, a lone surrogate; and what is forbidden: depth, prototype keys.
 * @throws Refusal with a pointer to the place.
 */
export function scanJson(text: string): void {
  new Scan(text).value(0);
}

class Scan {
  private at = 0;
  private readonly path: (string | number)[] = [];

  constructor(private readonly text: string) {}

  value(depth: number): void {
    const char = this.skipSpace();
    if (char === OPEN_BRACE) this.object(depth + 1);
    else if (char === OPEN_BRACKET) this.list(depth + 1);
    else if (char === QUOTE) this.string();
    else if (char === MINUS || (char >= ZERO && char <= NINE)) this.number();
    else this.at += char === 102 ? 5 : 4; // false, true, null
  }

  private object(depth: number): void {
    if (depth > MAX_DEPTH) this.refuse('BODY_TOO_DEEP', `nested more than ${MAX_DEPTH} deep`);
    this.at += 1;
    if (this.skipSpace() === CLOSE_BRACE) {
      this.at += 1;
      return;
    }
    const keys = new Set<string>();
    do {
      this.skipSpace();
      const key = this.string();
      this.path.push(key);
      if (FORBIDDEN_KEYS.has(key)) this.refuse('KEY_FORBIDDEN', `the key ${key} is not allowed`);
      if (keys.has(key)) this.refuse('KEY_DUPLICATE', 'the key stands twice in its object');
      keys.add(key);
      this.skipSpace();
      this.at += 1; // colon
      this.value(depth);
      this.path.pop();
    } while (this.nextIsComma());
  }

  private list(depth: number): void {
    if (depth > MAX_DEPTH) this.refuse('BODY_TOO_DEEP', `nested more than ${MAX_DEPTH} deep`);
    this.at += 1;
    if (this.skipSpace() === CLOSE_BRACKET) {
      this.at += 1;
      return;
    }
    let index = 0;
    do {
      this.path.push(index++);
      this.value(depth);
      this.path.pop();
    } while (this.nextIsComma());
  }

  /** Steps over the comma or the closing bracket that follows a value. */
  private nextIsComma(): boolean {
    const char = this.skipSpace();
    this.at += 1;
    return char === COMMA;
  }

  private string(): string {
    const start = this.at;
    let escaped = false;
    for (this.at += 1; ; this.at += 1) {
      const char = this.text.charCodeAt(this.at);
      if (char === QUOTE) break;
      if (char === BACKSLASH) {
        escaped = true;
        this.at += 1;
      }
    }
    this.at += 1;
    if (!escaped) return this.text.slice(start + 1, this.at - 1);
    const value = JSON.parse(this.text.slice(start, this.at)) as string;
    if (/\p{Cs}/u.test(value)) this.refuse('BODY_MALFORMED', 'a text holds half a surrogate pair');
    return value;
  }

  private number(): void {
    const start = this.at;
    while (isNumberChar(this.text.charCodeAt(this.at))) this.at += 1;
    const token = this.text.slice(start, this.at);
    const value = Number(token);
    if (!Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER) {
      this.refuse('NUMBER_OUT_OF_RANGE', 'the number lies beyond 2^53 - 1');
    }
    if (Object.is(value, -0) || (value === 0 && /^-?[0.]*[1-9]/.test(token))) {
      this.refuse('NUMBER_OUT_OF_RANGE', 'the number would become 0');
    }
  }

  private skipSpace(): number {
    let char = this.text.charCodeAt(this.at);
    while (char <= SPACE) char = this.text.charCodeAt(++this.at);
    return char;
  }

  private refuse(code: EdgeCode, detail: string): never {
    throw Refusal.of(code, pointerOf(this.path), detail);
  }
}

/** `+ - . 0-9 E e`: the characters of a JSON number. */
function isNumberChar(char: number): boolean {
  return (char >= ZERO && char <= NINE) || char === 46 || char === 43 || char === 45 || (char | 32) === 101;
}

/** JSON pointer (RFC 6901) of a path. */
export function pointerOf(path: readonly (string | number)[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
