import { Ajv2020 } from 'ajv/dist/2020';
import type { ValidateFunction } from 'ajv/dist/2020';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { openApiDocument } from '#libs/http-edge';

interface Document {
  readonly paths: Readonly<Record<string, Partial<Record<'get' | 'post', Operation>>>>;
  readonly components: { readonly responses: Readonly<Record<string, Response>> };
}

interface Operation {
  readonly responses: Readonly<Record<string, Response | { readonly $ref: string }>>;
}

interface Response {
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>;
}

interface Schema {
  /** Of a text of lines: what a list of all of them is (JSON Schema 2020-12, content vocabulary). */
  readonly contentSchema?: Schema;
}

/** An answer to a command or an import, as it went out. */
export interface PostAnswer {
  /** As the document has it, with /api/v1 and its parameters in braces. */
  readonly path: string;
  readonly status: number;
  /** Media type, without parameters. */
  readonly type: string;
  readonly text: string;
}

const SHARED_RESPONSE = '#/components/responses/';

/** Holds answers against the OpenAPI document that the same server gives out. */
export class DocumentedAnswers {
  private readonly ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  private readonly validators = new Map<Schema, ValidateFunction>();

  private constructor(private readonly document: Document) {}

  /** Also of a server that is closed. */
  static of(app: NestFastifyApplication): DocumentedAnswers {
    return new DocumentedAnswers(JSON.parse(JSON.stringify(openApiDocument(app))) as Document);
  }

  /** What is wrong with a good answer to `GET /api/v1<path>`; `path` with its parameters in braces. */
  faultsOf(path: string, body: unknown, type = 'application/json'): string[] {
    const schema = this.contentOf('get', `/api/v1${path}`, 200)?.[type]?.schema;
    if (schema === undefined) return [`GET ${path} is not in the document`];
    return this.faultsIn(schema, body);
  }

  /** What is wrong with any answer to a POST, problems and the lines of imports included. */
  faultsOfPost({ path, status, type, text }: PostAnswer): string[] {
    const schema = this.contentOf('post', path, status)?.[type]?.schema;
    if (schema === undefined) return [`${status} ${type} is not in the document`];
    if (schema.contentSchema === undefined) return this.faultsIn(schema, JSON.parse(text));
    const lines = text.split('\n').filter((line) => line !== '');
    return this.faultsIn(
      schema.contentSchema,
      lines.map((line) => JSON.parse(line) as unknown),
    );
  }

  private contentOf(method: 'get' | 'post', path: string, status: number): Response['content'] {
    const response = this.document.paths[path]?.[method]?.responses[status];
    if (response === undefined || !('$ref' in response)) return response?.content;
    return this.document.components.responses[response.$ref.slice(SHARED_RESPONSE.length)]?.content;
  }

  private faultsIn(schema: Schema, body: unknown): string[] {
    let validate = this.validators.get(schema);
    if (validate === undefined) {
      validate = this.ajv.compile({ ...schema, components: this.document.components });
      this.validators.set(schema, validate);
    }
    if (validate(body)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath} ${message ?? ''} ${JSON.stringify(params)}`,
    );
  }
}
