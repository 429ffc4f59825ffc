import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { OpenAPIObject } from '@nestjs/swagger';
import { componentSchemas } from '../validation/json-body';
import { accessInWords, rolesOf } from '../access/access-in-words';
import { AccessTable } from '../access/route-access';
import type { RouteAccess } from '../access/route-access';
import { RouteWithoutAccess } from '../access/route-table';
import { BODY_EXAMPLES, PROBLEM_EXAMPLE } from './body-examples';
import { FIXED_SCHEMAS } from './schemas';
import { TAG_DESCRIPTIONS, tagOf } from './tags';

const DESCRIPTION = [
  'Truck-flow tracking at land-border gates. Every report is a durable event; a command answers once its events are',
  'recorded, with their place in the log. Texts, ids and codes are read in Unicode NFC, without invisible characters',
  'and without white space around them; lengths and patterns are judged on what is left, and that is stored. Times are',
  'RFC 3339; a leap second counts as the last millisecond before it.',
].join(' ');

const PROBLEM = {
  description: 'Problem details (RFC 9457); `code` says which, GET /api/v1/rejection-codes lists all',
  content: {
    'application/problem+json': {
      schema: { $ref: '#/components/schemas/Problem' },
      example: PROBLEM_EXAMPLE,
    },
  },
};

interface Operation {
  security?: readonly object[];
  tags?: readonly string[];
  description?: string;
  'x-roles'?: Readonly<Record<string, readonly string[]>>;
  readonly requestBody?: { readonly content: Readonly<Record<string, Content>> };
  readonly responses?: Record<string, unknown>;
}

interface Content {
  readonly schema?: { readonly $ref?: string };
  example?: unknown;
}

/** The OpenAPI 3.1 document of a started application, the same text for the same code. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('truckflow')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer('/')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' })
    .addSecurityRequirements('bearer')
    .build();
  const document = SwaggerModule.createDocument(app, config);
  const access = app.get(AccessTable);
  const schemas = { ...componentSchemas(), ...FIXED_SCHEMAS } as NonNullable<
    OpenAPIObject['components']
  >['schemas'];
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(operations) as [string, Operation][]) {
      if (isOpen(path)) operation.security = [];
      operation.tags = [tagOf(path)];
      addRoles(operation, rowOf(access, method, path));
      addExample(operation);
      shareProblems(operation.responses ?? {});
    }
  }
  return {
    ...document,
    tags: TAG_DESCRIPTIONS,
    components: { ...document.components, schemas: schemas ?? {}, responses: { Problem: PROBLEM } },
  };
}

function rowOf(table: AccessTable, method: string, path: string): RouteAccess {
  const access = table.rowOf(method.toUpperCase(), path.replace(/{(\w+)}/g, ':$1'));
  if (access === undefined) throw new RouteWithoutAccess(`no row in the access table for ${method} ${path}`);
  return access;
}

/** Who may use it, and how far: as `x-roles`, and in words. */
function addRoles(operation: Operation, access: RouteAccess): void {
  operation['x-roles'] = Object.fromEntries(rolesOf(access));
  operation.description = `Who may: ${accessInWords(access)}.`;
}

function addExample({ requestBody }: Operation): void {
  for (const content of Object.values(requestBody?.content ?? {})) {
    const name = content.schema?.$ref?.split('/').at(-1);
    const example = name === undefined ? undefined : BODY_EXAMPLES[name];
    if (example !== undefined) content.example = example;
  }
}

/** One description of a problem for all operations: they differ in status and code only. */
function shareProblems(responses: Record<string, unknown>): void {
  for (const status of Object.keys(responses)) {
    if (Number(status) >= 400) responses[status] = { $ref: '#/components/responses/Problem' };
  }
}

function isOpen(path: string): boolean {
  return !path.startsWith('/api/v1/') || path.startsWith('/api/v1/public/');
}
