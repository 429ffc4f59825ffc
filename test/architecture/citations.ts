/* Citations in words: what comments, sentences of a program and pages refer to by code, number or name. */

/** A stretch of words; `line`: the one it begins in, from 1. */
export interface Passage {
  readonly file: string;
  readonly line: number;
  readonly text: string;
  /** A string of the program: what it names may be data. */
  readonly isString: boolean;
}

export interface Citation {
  /** What is cited, as a code (`H-07`) or in the words that were found. */
  readonly name: string;
  /** `libs/text/src/normal-text.ts:7`. */
  readonly place: string;
}

/** Comments, and strings in between so that what looks like a comment in them is none. */
const LEXEMES = /\/\*[\s\S]*?\*\/|\/\/.*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g;

/** The comments of a source text, and its strings of more than one word: titles of tests, messages. */
export function passagesOf(file: string, source: string): Passage[] {
  return [...source.matchAll(LEXEMES)].flatMap((found): Passage[] => {
    const [text] = found;
    const isString = !text.startsWith('/');
    if (isString && !text.includes(' ')) return [];
    return [{ file, line: lineAt(source, found.index), text: withoutStars(text), isString }];
  });
}

/** The text of a comment in as many characters, so that a phrase may run over the end of a line. */
function withoutStars(comment: string): string {
  return comment.replace(/^(\s*)\*/gm, '$1 ');
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}

const CODE = /(?<![\w-])(G|Y|Q|H|D|FEE|C|T|A|N|P|F|R)-(\d\d)(?:\s?(?:…|\.\.|–|to)\s?(?:\1-)?(\d\d))?(?!\w)/g;

/** The codes of rows and rules that a passage cites, those within ranges like H-04…H-07 too. */
export function codesIn(passage: Passage): Citation[] {
  return [...passage.text.matchAll(CODE)].flatMap((found) => {
    const [, letters = '', first = '', last = first] = found;
    const place = placeOf(passage, found.index);
    const codes = Array.from({ length: Number(last) - Number(first) + 1 }, (_, step) =>
      String(Number(first) + step).padStart(2, '0'),
    );
    return codes.map((number) => ({ name: `${letters}-${number}`, place }));
  });
}

/** Numbered parts of a paper that is not named; those of a standard follow its number, as in "RFC 9110 section 8". */
const PARTS =
  /(?<!(?:RFC|ISO|UAX)[ -]?\d+,?\s+)\b(?:decision|section|invariant|chapter|ruling|S\d)s?\s+\d[\d.]*|\bscenario\s+[A-Z]\b/gi;
/** Numbers alone, as in "(9.5)": nobody knows of which paper. */
const BARE_PARTS = /(?<!\w)\(\d{1,2}\.\d{1,2}(?:\.\d{1,2})?\)/g;
const PAGES = /[\w-]+\.md\b/g;
const ADRS = /\bADR\s+0*(\d+)/g;

/** What a passage cites that a reader of this repository cannot look up. `adrs`: their numbers. */
export function unknownIn(
  passage: Passage,
  { pages, adrs }: { readonly pages: ReadonlySet<string>; readonly adrs: ReadonlySet<number> },
): Citation[] {
  const { text, isString } = passage;
  const found = [
    ...[...text.matchAll(PARTS)].filter(([words]) => !(isString && isLaw(words))),
    ...(isString ? [] : text.matchAll(BARE_PARTS)),
    ...[...text.matchAll(PAGES)].filter(([page]) => !pages.has(page)),
    ...[...text.matchAll(ADRS)].filter(([, number]) => !adrs.has(Number(number))),
  ];
  return found.map((match) => ({
    name: match[0].replace(/\s+/g, ' '),
    place: placeOf(passage, match.index),
  }));
}

/** Acts of law have a capital: a suspension may rest on "Decision 2515". */
function isLaw(words: string): boolean {
  return words.startsWith('Decision');
}

function placeOf({ file, line, text }: Passage, index: number): string {
  return `${file}:${line + lineAt(text, index) - 1}`;
}
