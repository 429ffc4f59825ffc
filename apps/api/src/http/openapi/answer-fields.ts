import { ValidateBy } from 'class-validator';
import { FieldRule } from '../validation/fields';
import type { JsonSchema } from '../validation/fields';
import { FIXED_SCHEMAS } from './schemas';

/** A field of an answer by its schema alone: answers are shown and never read, so nothing checks them. */
export const Shown = (schema: JsonSchema): PropertyDecorator =>
  ValidateBy({
    name: 'shown',
    constraints: [new FieldRule(schema, 'SHOWN', true)],
    validator: { validate: () => true },
  }) as PropertyDecorator;

/** Where the views stood that were read. */
export const ShownAsOf = (): PropertyDecorator => Shown(FIXED_SCHEMAS['AsOf'] ?? {});

export const COUNT: JsonSchema = { type: 'integer', minimum: 0 };
/** Counts by name; a name that is absent counts 0. */
export const COUNTS: JsonSchema = { type: 'object', additionalProperties: COUNT };
export const TEXT: JsonSchema = { type: 'string' };
export const INSTANT: JsonSchema = { type: 'string', format: 'date-time' };

export const orNull = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: 'null' }] });

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
