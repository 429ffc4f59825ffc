import type { OpenAPIObject } from '@nestjs/swagger';
import { escapeHtml as escape, policyFor } from '../html/plain-page';

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
summary{cursor:pointer;padding:.3rem 0}code{font-family:ui-monospace,monospace}
pre{background:#f4f4f4;padding:.8rem;overflow:auto}b{display:inline-block;width:4rem}
table{border-collapse:collapse}td,th{padding:.15rem .8rem .15rem 0;text-align:left;vertical-align:top}
@media(prefers-color-scheme:dark){body{background:#111;color:#ddd}pre{background:#222}a{color:#8bf}}`;

export const DOCS_POLICY = policyFor(STYLE);

interface Operation {
  readonly summary?: string;
  readonly parameters?: readonly { name?: string; in?: string; required?: boolean; description?: string }[];
  readonly requestBody?: { content?: Record<string, { schema?: { $ref?: string } }> };
  readonly responses?: Record<string, { description?: string }>;
}

/** The document as one page that needs no script, no network and no package. */
export function docsPage(document: OpenAPIObject): string {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => section(method, path, operation as Operation)),
  );
  const schemas = Object.entries(document.components?.schemas ?? {}).map(
    ([name, schema]) =>
      `<details id="${escape(name)}"><summary><code>${escape(name)}</code></summary>${json(schema)}</details>`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escape(document.info.title)}</title>
<meta name="viewport" content="width=device-width"><style>${STYLE}</style></head><body>
<h1>${escape(document.info.title)}</h1><p>${escape(document.info.description ?? '')}</p>
<p>Machine-readable: <a href="/openapi.json">openapi.json</a></p>
<h2>Operations</h2>${operations.join('\n')}<h2>Schemas</h2>${schemas.join('\n')}</body></html>`;
}

function section(method: string, path: string, operation: Operation): string {
  const { summary = '', parameters = [], requestBody, responses = {} } = operation;
  const rows = parameters.map(
    ({ name = '', in: place = '', required = false, description = '' }) =>
      `<tr><td><code>${escape(name)}</code></td><td>${escape(place)}${required ? ', required' : ''}</td><td>${escape(description)}</td></tr>`,
  );
  const answers = Object.entries(responses).map(
    ([status, { description = 'Problem details' }]) =>
      `<tr><td>${escape(status)}</td><td>${escape(description)}</td></tr>`,
  );
  return `<details><summary><b>${escape(method.toUpperCase())}</b><code>${escape(path)}</code> ${escape(summary)}</summary>
<table>${rows.join('')}</table>${bodyLink(requestBody)}<table>${answers.join('')}</table></details>`;
}

function bodyLink(body: Operation['requestBody']): string {
  const name = Object.values(body?.content ?? {})[0]
    ?.schema?.$ref?.split('/')
    .at(-1);
  return name === undefined ? '' : `<p>Body: <a href="#${escape(name)}">${escape(name)}</a></p>`;
}

function json(value: unknown): string {
  return `<pre>${escape(JSON.stringify(value, null, 2))}</pre>`;
}
