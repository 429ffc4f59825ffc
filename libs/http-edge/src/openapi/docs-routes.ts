import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { FixedDocument } from '../documents/fixed-document';
import { DOCS_FILES, DOCS_PAGE } from './docs-page';
import { openApiDocument } from './document';

/** `/openapi.json`, and `/docs` with its files. */
export function addDocsRoutes(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  const json = new FixedDocument(() => ({
    text: JSON.stringify(openApiDocument(app)),
    contentType: 'application/json; charset=utf-8',
  }));
  fastify.get('/openapi.json', json.send);
  for (const [path, build] of Object.entries(DOCS_FILES))
    fastify.get(path, { config: { isPage: path === DOCS_PAGE } }, new FixedDocument(build).send);
}
