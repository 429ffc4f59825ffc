import { REJECTIONS } from '#libs/truck-flow';
import type { RejectionClass, RejectionCode } from '#libs/truck-flow';
import { choicesIn } from '../context/accepted';
import type { EdgeCode, Title } from './edge-codes';
import { EDGE_PROBLEMS } from './edge-codes';
import type { FieldError } from './refusal';
import { REJECTION_TITLES } from './rejection-titles';

export type ProblemCode = EdgeCode | RejectionCode;

/** RFC 9457 problem details. `code` is stable and never translated; `title` follows Accept-Language. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly code: ProblemCode;
  readonly errors?: readonly FieldError[];
}

/** HTTP status of each class of refusal: the one table a new class has to pass. */
const STATUS_OF_CLASS: Readonly<Record<RejectionClass, number>> = {
  ORDER: 409,
  STATE: 409,
  CLAIM: 409,
  RULE: 409,
  MALFORMED: 400,
  UNKNOWN: 404,
  RESERVED: 403,
};

export type Language = keyof Title;

export interface CatalogueEntry {
  readonly code: ProblemCode;
  readonly status: number;
  /** Class of a refusal by the domain; `EDGE` for those of the HTTP edge. */
  readonly class: RejectionClass | 'EDGE';
  readonly title: Title;
}

function isRejectionCode(code: ProblemCode): code is RejectionCode {
  return Object.hasOwn(REJECTIONS, code);
}

export function statusOf(code: ProblemCode): number {
  return isRejectionCode(code) ? STATUS_OF_CLASS[REJECTIONS[code]] : EDGE_PROBLEMS[code].status;
}

function titleOf(code: ProblemCode): Title {
  return isRejectionCode(code) ? REJECTION_TITLES[code] : EDGE_PROBLEMS[code].title;
}

/** Stable name of a kind of problem. A URN: it identifies, and promises no page behind it. */
export function typeOf(code: ProblemCode): string {
  return `urn:truckflow:problem:${code.toLowerCase().replaceAll('_', '-')}`;
}

export function problemDocument(
  code: ProblemCode,
  { detail, instance, language }: { detail: string; instance: string; language: Language },
  extra: object = {},
): ProblemDocument {
  const status = statusOf(code);
  return { type: typeOf(code), title: titleOf(code)[language], status, detail, instance, code, ...extra };
}

/** Every code a client may meet, what `GET /rejection-codes` answers. */
export function rejectionCatalogue(): CatalogueEntry[] {
  const codes = [...Object.keys(REJECTIONS), ...Object.keys(EDGE_PROBLEMS)] as ProblemCode[];
  return codes.map((code) => ({
    code,
    status: statusOf(code),
    class: isRejectionCode(code) ? REJECTIONS[code] : 'EDGE',
    title: titleOf(code),
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
