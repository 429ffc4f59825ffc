/** A page as a reader follows it; `file`: its path from the root of the project. */
export interface MarkdownPage {
  readonly file: string;
  /** Its words, line by line as in the file; code is left out. */
  readonly text: string;
  /** What a link may name behind `#`. */
  readonly anchors: ReadonlySet<string>;
  readonly links: readonly PageLink[];
  /** Lines like `- **H-07** …`, each under its last heading. */
  readonly entries: readonly Entry[];
  /** What stands between backticks. */
  readonly code: readonly InlineCode[];
}

export interface PageLink {
  readonly target: string;
  readonly line: number;
}

export interface InlineCode {
  readonly text: string;
  readonly line: number;
}

export interface Entry {
  readonly code: string;
  readonly heading: string;
  readonly line: number;
}

const FENCE = /^ *(```|~~~)/;
const HEADING = /^#{1,6} +(.*)$/;
const LINK = /\[(?:[^\]\\]|\\.)*\]\(<?([^)\s>]+)>?[^)]*\)|^\[[^\]]+\]: *(\S+)/gm;
const CODE = /`([^`]*)`/g;
const ENTRY = /^- \*\*([A-Z]+-\d\d)\*\* /;

export function readPage(file: string, source: string): MarkdownPage {
  const lines = withoutFences(source.split('\n'));
  const text = lines.map(withoutCode).join('\n');
  const titles: string[] = [];
  const entries: Entry[] = [];
  for (const [index, line] of lines.entries()) {
    const title = HEADING.exec(line)?.[1];
    if (title !== undefined) titles.push(title);
    const code = ENTRY.exec(line)?.[1];
    if (code !== undefined) entries.push({ code, heading: titles.at(-1) ?? '', line: index + 1 });
  }
  const anchors = new Set(anchorsOf(titles));
  return { file, text, anchors, links: linksIn(text), entries, code: lines.flatMap(codeIn) };
}

function linksIn(text: string): PageLink[] {
  return [...text.matchAll(LINK)].map(({ 1: inline, 2: reference, index }) => ({
    target: inline ?? reference ?? '',
    line: text.slice(0, index).split('\n').length,
  }));
}

/** Fenced code left empty, so that every line keeps its number. */
function withoutFences(lines: readonly string[]): string[] {
  let fence: string | undefined;
  return lines.map((line) => {
    const mark = FENCE.exec(line)?.[1];
    if (fence === undefined && mark === undefined) return line;
    if (fence === undefined) fence = mark;
    else if (mark === fence) fence = undefined;
    return '';
  });
}

function codeIn(line: string, index: number): InlineCode[] {
  return [...line.matchAll(CODE)].map(([, text = '']) => ({ text, line: index + 1 }));
}

function withoutCode(line: string): string {
  return line.replace(CODE, (code) => ' '.repeat(code.length));
}

/** Anchors as GitHub makes them: repeated titles are numbered. */
function anchorsOf(titles: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return titles.map((title) => {
    const anchor = title
      .toLowerCase()
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replace(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
      .replaceAll(' ', '-');
    const before = seen.get(anchor) ?? 0;
    seen.set(anchor, before + 1);
    return before === 0 ? anchor : `${anchor}-${before}`;
  });
}
