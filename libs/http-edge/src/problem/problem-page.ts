import type { FastifyReply, FastifyRequest } from 'fastify';
import { choicesIn, qualityOf } from '../context/accepted';
import { escapeHtml, PAGE_POLICY, plainPage } from '../html/plain-page';
import { languageOf } from './problem-document';
import type { Language, ProblemDocument } from './problem-document';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** People open it in a browser. */
    readonly isPage?: boolean;
  }
}

const AGAIN: Readonly<Record<Language, (seconds: number) => string>> = {
  vi: (seconds) => `Trang này tự tải lại sau ${seconds} giây.`,
  zh: (seconds) => `本页将在 ${seconds} 秒后自动刷新。`,
  en: (seconds) => `This page tries again by itself in ${seconds} seconds.`,
};
const BACK: Readonly<Record<Language, string>> = {
  vi: 'Mở lại trang',
  zh: '重新打开本页',
  en: 'Open the page again',
};

/** Is what was asked for a page, by someone who does not rather read JSON? */
export function isPage({ routeOptions, headers }: FastifyRequest): boolean {
  if (routeOptions.config.isPage !== true) return false;
  const choices = choicesIn(headers.accept ?? '*/*');
  const json = Math.max(...JSON_TYPES.map((type) => qualityOf(type, choices)));
  return qualityOf('text/html', choices) >= json;
}

const JSON_TYPES = ['application/json', 'application/problem+json'];

/** The language a page was asked for in: `?lang=`, else as the browser says. */
export function languageAsked({ query, headers }: FastifyRequest): Language {
  const { lang } = query as { readonly lang?: unknown };
  return lang === 'vi' || lang === 'zh' || lang === 'en' ? lang : languageOf(headers['accept-language']);
}

/** Answers a refusal as a page; where it makes sense to come back, the page does so by itself. */
export function sendProblemPage(
  problem: ProblemDocument,
  { language, retryAfter }: { readonly language: Language; readonly retryAfter?: number | undefined },
  reply: FastifyReply,
): void {
  const next =
    retryAfter === undefined
      ? `<p>${escapeHtml(problem.detail)}</p>\n<p><a href="${escapeHtml(problem.instance)}">${BACK[language]}</a></p>`
      : `<p>${AGAIN[language](retryAfter)}</p>`;
  const refresh = retryAfter === undefined ? {} : { refresh: retryAfter };
  reply
    .code(problem.status)
    .type('text/html; charset=utf-8')
    .header('Content-Language', language)
    .header('Vary', 'Accept-Language')
    .header('Cache-Control', 'no-store')
    .header('Content-Security-Policy', PAGE_POLICY)
    .send(plainPage({ language, title: problem.title, ...refresh, body: next }));
}
