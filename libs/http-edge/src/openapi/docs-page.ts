import { readFileSync } from 'node:fs';
import type { DocumentText } from '../documents/fixed-document';

/* The reference page: Swagger UI from its package, begun by a script of our own, nothing inline, nothing from
   elsewhere. */

/** `style-src`: what a style sheet says, and no attribute in the page; images of the style sheet are in it as data. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const TITLE = 'truckflow: API reference';

const PAGE = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>${TITLE}</title>
<link rel="icon" type="image/png" href="/docs/favicon.png">
<link rel="stylesheet" href="/docs/swagger-ui.css"><link rel="stylesheet" href="/docs/page.css">
<script src="/docs/swagger-ui-bundle.js" defer></script><script src="/docs/page.js" defer></script></head>
<body><div id="reference"><p>The whole contract for machines: <a href="/openapi.json">openapi.json</a></p></div></body></html>
`;

/** Sorts nothing: tags and routes are in the order of the document. */
const SCRIPT = `'use strict';
const dark = matchMedia('(prefers-color-scheme: dark)');
const follow = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
dark.addEventListener('change', follow);
follow();
SwaggerUIBundle({
  url: '/openapi.json',
  domNode: document.getElementById('reference'),
  layout: 'BaseLayout',
  deepLinking: true,
  docExpansion: 'none',
  filter: true,
  defaultModelsExpandDepth: 0,
  defaultModelExpandDepth: 2,
  displayRequestDuration: true,
  validatorUrl: null,
});
`;

const STYLE = `html{box-sizing:border-box;overflow-y:scroll}*,*::before,*::after{box-sizing:inherit}
body{margin:0;background:#fafafa}html.dark-mode body{background:#1c2022}
#reference>p{font:1rem system-ui,sans-serif;padding:1rem}
@media(max-width:40rem){.swagger-ui .opblock .opblock-summary{flex-wrap:wrap}.swagger-ui .opblock-summary-path{max-width:100%}}
`;

const CSS = 'text/css; charset=utf-8';
const JS = 'text/javascript; charset=utf-8';

export const DOCS_PAGE = '/docs';

/** By the path of each; a file of the package is read with its first request. */
export const DOCS_FILES: Readonly<Record<string, () => DocumentText>> = {
  [DOCS_PAGE]: () => ({
    text: PAGE,
    contentType: 'text/html; charset=utf-8',
    headers: { 'Content-Security-Policy': POLICY },
  }),
  '/docs/page.js': () => ({ text: SCRIPT, contentType: JS }),
  '/docs/page.css': () => ({ text: STYLE, contentType: CSS }),
  '/docs/swagger-ui.css': ofPackage(require.resolve('swagger-ui-dist/swagger-ui.css'), CSS),
  '/docs/swagger-ui-bundle.js': ofPackage(require.resolve('swagger-ui-dist/swagger-ui-bundle.js'), JS),
  '/docs/favicon.png': ofPackage(require.resolve('swagger-ui-dist/favicon-32x32.png'), 'image/png'),
};

function ofPackage(file: string, contentType: string): () => DocumentText {
  return () => ({ text: readFileSync(file), contentType });
}
