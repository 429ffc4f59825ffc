/* JSON bodies of requests: validation, and their schemas in the OpenAPI document. */
import type { ExecutionContext } from '@nestjs/common';
import { createParamDecorator } from '@nestjs/common';
import { ApiBody } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { bodyValidator } from './body-validator';
import { BodyClassError, schemaOf } from './compile-schema';
import type { BodyClass } from './compile-schema';
import type { JsonSchema } from './fields';

const documented = new Map<string, BodyClass>();

/**
 * The JSON body, checked against a body class and handed over as it came (a plain object). Also puts the class into
 * the OpenAPI document.
 */
export function JsonBody<T extends object>(type: BodyClass<T>): ParameterDecorator {
  registerSchema(type);
  const validate = bodyValidator(type);
  const decorator = createParamDecorator(
    (_data: unknown, context: ExecutionContext) =>
      validate(context.switchToHttp().getRequest<FastifyRequest>().body),
    [documentBody(type)],
  );
  return decorator();
}

function documentBody(type: BodyClass): ParameterDecorator {
  return (target, key) => {
    const descriptor = key === undefined ? undefined : Object.getOwnPropertyDescriptor(target, key);
    if (key === undefined || descriptor === undefined) return;
    ApiBody({ schema: reference(type), required: true })(target, key, descriptor);
  };
}

export function reference({ name }: BodyClass): { $ref: string } {
  return { $ref: `#/components/schemas/${name}` };
}

/**
 * Adds a class to the components of the document.
 * @throws BodyClassError when another class has its name.
 */
export function registerSchema(type: BodyClass): void {
  const other = documented.get(type.name);
  if (other !== undefined && other !== type)
    throw new BodyClassError(type, '*', 'two classes have this name');
  documented.set(type.name, type);
}

const CORRECTED = 'The whole new body of what is corrected, as its own route takes it; with INCORRECT_DATA';

/** A field whose shape follows from the rest of its body, and the shapes that it may have. */
interface FieldOfManyShapes {
  readonly name: string;
  readonly description: string;
  readonly shapes: readonly BodyClass[];
}

const fieldsOfManyShapes = new Map<BodyClass, FieldOfManyShapes>();

/** The bodies that `corrected` of a correction may be, which the document says from then on. */
export function correctedBodies<Bodies extends Readonly<Record<string, BodyClass>>>(
  type: BodyClass,
  bodies: Bodies,
): Bodies {
  documentShapes(type, { name: 'corrected', description: CORRECTED, shapes: Object.values(bodies) });
  return bodies;
}

/** The shapes that a field of a body may have, which the document says from then on. */
export function documentShapes(type: BodyClass, field: FieldOfManyShapes): void {
  fieldsOfManyShapes.set(type, field);
}

export function bodyClassNamed(name: string): BodyClass | undefined {
  return documented.get(name);
}

/** Components of the OpenAPI document: every registered class and what it nests, checks stripped. */
export function componentSchemas(): Record<string, JsonSchema> {
  const schemas = new Map<string, JsonSchema>();
  const byReference = (type: BodyClass): JsonSchema => {
    registerSchema(type);
    if (!schemas.has(type.name)) {
      schemas.set(type.name, {});
      schemas.set(type.name, withoutChecks(schemaOf(type, byReference)) as JsonSchema);
    }
    return reference(type);
  };
  for (const type of [...documented.values()]) byReference(type);
  for (const [type, { name, description, shapes }] of fieldsOfManyShapes) {
    const schema = schemas.get(type.name) ?? {};
    const field = { description, anyOf: shapes.map(byReference) };
    const properties = { ...(schema['properties'] as object), [name]: field };
    schemas.set(type.name, { ...schema, properties });
  }
  return Object.fromEntries([...schemas].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function withoutChecks(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withoutChecks);
  if (typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node).filter(([key, value]) => !isOwnKeyword(key, value));
  return Object.fromEntries(entries.map(([key, value]) => [key, withoutChecks(value)]));
}

/** What only our ajv knows; a field of such a name would have an object here. */
function isOwnKeyword(key: string, value: unknown): boolean {
  return (key === 'check' && Array.isArray(value)) || (key === 'spelling' && typeof value === 'string');
}
