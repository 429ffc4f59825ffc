/* The OpenAPI document: Nest's description completed with access, tags, examples and problems. */

import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { JsonSchema } from '../validation/fields';
import { componentSchemas } from '../validation/json-body';
import { accessInWords, rolesOf } from '../access/access-in-words';
import { AccessTable } from '../access/route-access';
import type { RouteAccess } from '../access/route-access';
import { RouteWithoutAccess } from '../access/route-table';
import { API_DESCRIPTION } from './api-description';
import type { ApiDescription } from './api-description';
import { CommandAnswerSchema, problemSchema } from './schemas';

interface Operation {
  security?: readonly object[];
  tags?: readonly string[];
  description?: string;
  'x-roles'?: Readonly<Record<string, readonly string[]>>;
  readonly requestBody?: Told;
  readonly responses?: Record<string, Told>;
}

/** A body or an answer. */
interface Told {
  readonly content?: Readonly<Record<string, Content>>;
}

interface Content {
  readonly schema?: { readonly $ref?: string };
  example?: unknown;
}

/** The OpenAPI 3.1 document of a started application, the same text for the same code. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const api = app.get<ApiDescription>(API_DESCRIPTION);
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle(api.title)
    .setDescription(api.description)
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer('/')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' })
    .addSecurityRequirements('bearer')
    .build();
  const document = SwaggerModule.createDocument(app, config);
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(operations) as [string, Operation][]) {
      const access = rowOf(app.get(AccessTable), method, path);
      if (access.kind === 'open') operation.security = [];
      operation.tags = [api.tagOf(path)];
      addRoles(operation, access);
      addExamples(operation, api);
      shareProblems(operation.responses ?? {});
    }
  }
  const responses = { Problem: problemResponse(api) };
  const schemas = schemasIn([document.paths, responses], {
    ...componentSchemas(),
    Problem: problemSchema(api.problemMembers),
  });
  return { ...document, tags: [...api.tags], components: { ...document.components, schemas, responses } };
}

/** The schemas that a part refers to, itself or by others: a process may hold those of other applications too. */
function schemasIn(
  part: object,
  schemas: Readonly<Record<string, JsonSchema>>,
): Readonly<Record<string, JsonSchema>> {
  const named = new Set<string>();
  const follow = (node: object): void => {
    for (const [, name = ''] of JSON.stringify(node).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      if (named.has(name)) continue;
      named.add(name);
      follow(schemas[name] ?? {});
    }
  };
  follow(part);
  return Object.fromEntries(Object.entries(schemas).filter(([name]) => named.has(name)));
}

function rowOf(table: AccessTable, method: string, path: string): RouteAccess {
  const access = table.rowOf(method.toUpperCase(), path.replace(/{(\w+)}/g, ':$1'));
  if (access === undefined) throw new RouteWithoutAccess([`${method} ${path}`]);
  return access;
}

/** Who may use it, and how far: as `x-roles`, and in words. */
function addRoles(operation: Operation, access: RouteAccess): void {
  operation['x-roles'] = Object.fromEntries(rolesOf(access));
  operation.description = `Who may: ${accessInWords(access)}.`;
}

/** Of the body, by its class, and of what a command answers. */
function addExamples({ requestBody, responses = {} }: Operation, api: ApiDescription): void {
  for (const content of contentsOf(requestBody)) {
    const example = api.bodyExamples[nameOf(content)];
    if (example !== undefined) content.example = example;
  }
  for (const content of Object.values(responses).flatMap(contentsOf))
    if (nameOf(content) === CommandAnswerSchema.name) content.example = api.commandAnswerExample;
}

function contentsOf(told: Told | undefined): Content[] {
  return Object.values(told?.content ?? {});
}

/** Of the class that a content is. */
function nameOf({ schema }: Content): string {
  return schema?.$ref?.split('/').at(-1) ?? '';
}

/** One description of a problem for all operations: they differ in status and code only. */
function shareProblems(responses: Record<string, object>): void {
  for (const status of Object.keys(responses)) {
    if (Number(status) >= 400) responses[status] = { $ref: '#/components/responses/Problem' };
  }
}

function problemResponse({ problemExample }: ApiDescription) {
  return {
    description: 'Problem details (RFC 9457); `code` says which, GET /api/v1/rejection-codes lists all',
    content: {
      'application/problem+json': {
        schema: { $ref: '#/components/schemas/Problem' },
        example: problemExample,
      },
    },
  };
}
