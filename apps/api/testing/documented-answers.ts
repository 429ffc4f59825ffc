import { Ajv2020 } from 'ajv/dist/2020';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

interface Document {
  readonly paths: Readonly<Record<string, { readonly get?: Operation }>>;
  readonly components: object;
}

interface Operation {
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: object }>> }>
  >;
}

/** Holds answers against the OpenAPI document that the same server gives out. */
export class DocumentedAnswers {
  private readonly ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });

  private constructor(private readonly document: Document) {}

  static async of(app: NestFastifyApplication): Promise<DocumentedAnswers> {
    const answer = await app.inject({ method: 'GET', url: '/openapi.json' });
    return new DocumentedAnswers(answer.json());
  }

  /** What is wrong with a good answer to `GET /api/v1<path>`; `path` with its parameters in braces. */
  faultsOf(path: string, body: unknown, type = 'application/json'): string[] {
    const schema = this.document.paths[`/api/v1${path}`]?.get?.responses['200']?.content?.[type]?.schema;
    if (schema === undefined) return [`GET ${path} is not in the document`];
    const validate = this.ajv.compile({ ...schema, components: this.document.components });
    if (validate(body)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath} ${message ?? ''} ${JSON.stringify(params)}`,
    );
  }
}
