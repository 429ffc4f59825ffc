import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { docsPage, DOCS_POLICY } from './docs-page';
import { openApiDocument } from './document';

/** `/openapi.json` and `/docs`, built at the first request: a start must not wait for them. */
export function addDocsRoutes(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  let document: ReturnType<typeof openApiDocument> | undefined;
  const built = () => (document ??= openApiDocument(app));
  fastify.get('/openapi.json', (_request, reply) => reply.send(built()));
  fastify.get('/docs', (_request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .header('Content-Security-Policy', DOCS_POLICY)
      .send(docsPage(built())),
  );
}
