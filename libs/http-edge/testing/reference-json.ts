// A second, slow reading of the rules of strict-json.ts, for its property test: a plain recursive parser that keeps
// every token, so that nothing is lost before the rules are asked.

type Node =
  | { readonly kind: 'number' | 'string'; readonly token: string }
  | { readonly kind: 'word' }
  | { readonly kind: 'list'; readonly items: readonly Node[] }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [string, Node])[] };

const TOKEN = /\s*([{}[\]:,]|"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)\s*/y;

/** The code with which a text is refused; undefined when it may pass. Refusals are looked for in reading order. */
export function referenceVerdict(text: string): string | undefined {
  try {
    JSON.parse(text);
  } catch {
    return 'BODY_MALFORMED';
  }
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) {
    tokens.push(match[1] ?? '');
    if (TOKEN.lastIndex === text.length) break;
  }
  return verdict(read(tokens), 0);
}

function read(tokens: string[]): Node {
  const token = tokens.shift() ?? '';
  if (token === '[') return { kind: 'list', items: readUntil(']', tokens, () => read(tokens)) };
  if (token === '{') {
    const entry = (): readonly [string, Node] => {
      const key = tokens.shift() ?? '';
      tokens.shift(); // colon
      return [key, read(tokens)];
    };
    return { kind: 'object', entries: readUntil('}', tokens, entry) };
  }
  if (token.startsWith('"')) return { kind: 'string', token };
  return /^[-\d]/.test(token) ? { kind: 'number', token } : { kind: 'word' };
}

function readUntil<T>(end: string, tokens: string[], one: () => T): T[] {
  const all: T[] = [];
  while (tokens[0] !== end) {
    if (tokens[0] === ',') tokens.shift();
    all.push(one());
  }
  tokens.shift();
  return all;
}

function verdict(node: Node, depth: number): string | undefined {
  switch (node.kind) {
    case 'word':
      return undefined;
    case 'string':
      return textVerdict(node.token);
    case 'number':
      return numberVerdict(node.token);
    case 'list':
      if (depth === 32) return 'BODY_TOO_DEEP';
      return firstOf(node.items.map((item) => () => verdict(item, depth + 1)));
    case 'object':
      if (depth === 32) return 'BODY_TOO_DEEP';
      return firstOf(
        node.entries.flatMap(([key, value], index) => [
          () => textVerdict(key) ?? keyVerdict(key, node.entries.slice(0, index)),
          () => verdict(value, depth + 1),
        ]),
      );
  }
}

function firstOf(verdicts: readonly (() => string | undefined)[]): string | undefined {
  for (const ask of verdicts) {
    const found = ask();
    if (found !== undefined) return found;
  }
  return undefined;
}

function textVerdict(token: string): string | undefined {
  return encodeURIComponentFails(JSON.parse(token) as string) ? 'BODY_MALFORMED' : undefined;
}

/** encodeURIComponent throws for exactly the texts with half a surrogate pair. */
function encodeURIComponentFails(text: string): boolean {
  try {
    encodeURIComponent(text);
    return false;
  } catch {
    return true;
  }
}

function keyVerdict(key: string, earlier: readonly (readonly [string, Node])[]): string | undefined {
  const name = JSON.parse(key) as string;
  if (['__proto__', 'constructor', 'prototype'].includes(name)) return 'KEY_FORBIDDEN';
  return earlier.some(([other]) => JSON.parse(other) === name) ? 'KEY_DUPLICATE' : undefined;
}

function numberVerdict(token: string): string | undefined {
  const value = Number(token);
  const lost = Object.is(value, -0) || (value === 0 && /[1-9]/.test(token.replace(/[eE].*/, '')));
  return Math.abs(value) > 2 ** 53 - 1 || lost ? 'NUMBER_OUT_OF_RANGE' : undefined;
}
