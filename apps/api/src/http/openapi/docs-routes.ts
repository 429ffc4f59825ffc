import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { FixedDocument } from '../documents/fixed-document';
import { docsPage, DOCS_POLICY } from './docs-page';
import { openApiDocument } from './document';

/** `/openapi.json` and `/docs`. */
export function addDocsRoutes(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  const json = new FixedDocument(() => ({
    text: JSON.stringify(openApiDocument(app)),
    contentType: 'application/json; charset=utf-8',
  }));
  const page = new FixedDocument(() => ({
    text: docsPage(openApiDocument(app)),
    contentType: 'text/html; charset=utf-8',
    headers: { 'Content-Security-Policy': DOCS_POLICY },
  }));
  fastify.get('/openapi.json', json.send);
  fastify.get('/docs', page.send);
}
