import { ValidateBy } from 'class-validator';
import { COUNT, INSTANT, TEXT } from './answer-schemas';
import { FieldRule } from './fields';
import type { JsonSchema } from './fields';

/*
 * Fields of answers that bodies do not have: counts, measures, what may be null. Answers are described, not checked;
 * the specifications hold every answer against its class.
 */

const described = (schema: JsonSchema) => (): PropertyDecorator => {
  const rule = new FieldRule(schema, 'ANSWER_INVALID', true);
  const validator = { validate: () => true };
  return ValidateBy({ name: 'isDescribed', constraints: [rule], validator });
};

const orNull = ({ type, ...schema }: JsonSchema): JsonSchema => ({ ...schema, type: [type, 'null'].flat() });

const NUMBER: JsonSchema = { type: 'number', minimum: 0 };

/** How many. */
export const IsCount = described(COUNT);
export const IsCountOrNull = described(orNull(COUNT));
/** A measure, such as minutes with two decimals. */
export const IsMeasure = described(NUMBER);
export const IsInstantOrNull = described(orNull(INSTANT));
/** A text of ours, of any length. */
export const IsAnyText = described(TEXT);
export const IsTextOrNull = described(orNull(TEXT));
/** A local date. */
export const IsLocalDate = described({ type: 'string', format: 'date' });
/** A place in the log or in a stream, decimal. */
export const IsPosition = described({ type: 'string', pattern: '^(-1|[0-9]+)$' });
/** A value that is said as JSON Schema. */
export const IsDescribedBy = (schema: JsonSchema): PropertyDecorator => described(schema)();

/** Counts by code; a code that is absent stands for none. */
export const IsCountByCode = (codes: readonly string[]): PropertyDecorator =>
  IsDescribedBy({
    type: 'object',
    properties: Object.fromEntries(codes.map((code) => [code, COUNT])),
    additionalProperties: false,
  });
