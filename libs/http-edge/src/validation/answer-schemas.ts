import type { JsonSchema } from './fields';

/* Pieces of answers that are said as JSON Schema, for `IsDescribedBy`. */

export const COUNT: JsonSchema = { type: 'integer', minimum: 0 };
export const TEXT: JsonSchema = { type: 'string' };
export const INSTANT: JsonSchema = { type: 'string', format: 'date-time' };

export const orNull = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: 'null' }] });

export const listOf = (items: JsonSchema): JsonSchema => ({ type: 'array', items });

/** An object with these fields and no other; `optional` names those that may be absent. */
export function objectOf(
  properties: Readonly<Record<string, JsonSchema>>,
  optional: readonly string[] = [],
): JsonSchema {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: 'object', additionalProperties: false, properties, required };
}

export const RANGE: JsonSchema = objectOf({ min: COUNT, max: COUNT });
export const ACTOR: JsonSchema = objectOf({ sub: TEXT, agency: orNull(TEXT) });
