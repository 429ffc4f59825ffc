import { choicesIn } from '../context/accepted';
import type { ProblemKind, Title } from './edge-codes';
import { EDGE_PROBLEMS } from './edge-codes';
import type { FieldError, RefusalExtra } from './refusal';
import type { RefusalCatalogue, RefusalKind } from './refusal-catalogue';

/** A refusal with its status and titles: all that its answer says. */
export interface Problem extends ProblemKind {
  readonly code: string;
  readonly detail: string;
  readonly members: RefusalExtra & Readonly<Record<string, unknown>>;
}

/** RFC 9457 problem details. `code` is stable and never translated; `title` follows Accept-Language. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly code: string;
  readonly errors?: readonly FieldError[];
}

export type Language = keyof Title;

export interface CatalogueEntry extends RefusalKind {
  readonly code: string;
  /** `EDGE` for refusals of the HTTP edge. */
  readonly class: string;
}

/** Stable name of a kind of problem. A URN: it identifies, and promises no page behind it. */
export function typeOf(code: string): string {
  return `urn:truckflow:problem:${code.toLowerCase().replaceAll('_', '-')}`;
}

/** `members`: those beside the ones of RFC 9457. */
export function problemDocument(
  { code, title, status, detail }: Problem,
  { instance, language }: { readonly instance: string; readonly language: Language },
  members: object = {},
): ProblemDocument {
  return { type: typeOf(code), title: title[language], status, detail, instance, code, ...members };
}

/** Every code a client may meet: those behind the edge, then its own. */
export function problemCatalogue({ kinds }: RefusalCatalogue): CatalogueEntry[] {
  const behind = Object.entries(kinds).map(([code, kind]) => ({ code, ...kind }));
  const own = Object.entries(EDGE_PROBLEMS).map(([code, kind]) => ({ code, ...kind, class: 'EDGE' }));
  return [...behind, ...own].map(({ code, status, class: of, title }) => ({
    code,
    status,
    class: of,
    title,
  }));
}

/** The best of our languages for an Accept-Language header; English, the language of `detail`, without one. */
export function languageOf(header: string | undefined): Language {
  let best: Language = 'en';
  let weight = 0;
  for (const { name, quality } of choicesIn(header)) {
    const language = name.split('-')[0];
    if (language !== 'vi' && language !== 'zh' && language !== 'en') continue;
    if (quality > weight) [best, weight] = [language, quality];
  }
  return best;
}
