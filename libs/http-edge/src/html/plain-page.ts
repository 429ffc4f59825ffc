import { createHash } from 'node:crypto';
import type { Language } from '../problem/problem-document';

/* What our pages have in common: no script, no network, one style of their own, nothing in them that is not text. */

const STYLE = `:root{color-scheme:light dark;--line:#8885;--soft:#595959;--card:#fff;--open:#1a6b34;--reduced:#8a5300;--suspended:#b3261e}
*{box-sizing:border-box}body{font:1.0625rem/1.5 system-ui,sans-serif;margin:0;background:#f4f5f7;color:#16181d}
main{max-width:64rem;margin:0 auto;padding:1rem}h1{font-size:1.5rem;line-height:1.25;margin:.5rem 0}
h2{font-size:1.25rem;line-height:1.3;margin:0;overflow-wrap:anywhere}p{margin:.75rem 0}a{color:#0b57d0}
nav{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem}nav a{padding:.5rem 0}nav [aria-current]{font-weight:600;color:inherit;text-decoration:none}
ul{list-style:none;margin:1rem 0;padding:0;display:grid;gap:1rem;grid-template-columns:repeat(auto-fill,minmax(min(100%,19rem),1fr))}
li{background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:1rem}
.status{font-weight:600;margin:.25rem 0 .75rem}.OPEN{color:var(--open)}.REDUCED{color:var(--reduced)}.SUSPENDED{color:var(--suspended)}
dl{margin:0}dl div{display:flex;justify-content:space-between;align-items:baseline;gap:1rem;padding:.3rem 0;border-top:1px solid var(--line)}
dt,.soft{color:var(--soft)}.soft{font-size:.875rem;margin-bottom:0}dd{margin:0;text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums;font-weight:600}.stock dd{font-size:1.75rem;line-height:1.2}
@media(prefers-color-scheme:dark){:root{--soft:#b4b8c0;--card:#1d2026;--open:#79d394;--reduced:#f5b85c;--suspended:#ff9c94}body{background:#121418;color:#e6e8ec}a{color:#8ab4ff}}`;

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** Allows a plain page its style and nothing else. */
export const PAGE_POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

export interface Page {
  readonly language: Language;
  /** Text. */
  readonly title: string;
  /** Seconds after which the page is asked for again; it stays when absent. */
  readonly refresh?: number;
  /** HTML. */
  readonly body: string;
}

/** A whole page. */
export function plainPage({ language, title, refresh, body }: Page): string {
  const again = refresh === undefined ? '' : `\n<meta http-equiv="refresh" content="${refresh}">`;
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">${again}
<title>${escapeHtml(title)}</title><style>${STYLE}</style></head>
<body><main><h1>${escapeHtml(title)}</h1>
${body}</main></body></html>
`;
}

/** Text escaped for an element or a quoted attribute. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
