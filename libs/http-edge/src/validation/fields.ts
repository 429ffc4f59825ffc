/* Validation decorators of body fields. */

import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsObject,
  ValidateBy,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import type { ValidationOptions } from 'class-validator';
import { normalText } from '#libs/text';
import { isInstant } from './instant';
import { IDENTIFIER_PATTERN, identifierIn, isText } from './text';

/*
 * What a field of a body may be. Each decorator carries its JSON Schema for ajv and the document, and its check for
 * class-validator; where the schema cannot say all of it, ajv calls the check (`exact: false`).
 */

export type JsonSchema = Readonly<Record<string, unknown>>;

/** First constraint of the decorators below; `compile-schema.ts` reads it. */
export class FieldRule {
  constructor(
    readonly schema: JsonSchema,
    /** Stable code of a refusal. */
    readonly code: string,
    /** Whether the schema alone decides as the check does. */
    readonly exact: boolean,
  ) {}
}

interface FieldSpec {
  readonly name: string;
  readonly rule: FieldRule;
  readonly check: (value: unknown) => boolean;
  /** What the value must be, as a refusal says it. */
  readonly must: string;
}

export function field(
  { name, rule, check, must }: FieldSpec,
  options: ValidationOptions = {},
): PropertyDecorator {
  const validator = { validate: check, defaultMessage: () => must };
  return ValidateBy({ name, constraints: [rule], validator }, options);
}

export const isPresent = (_object: object, value: unknown): boolean => value !== undefined;

/** The field may be left out. `null` is not a way to leave it out. */
export const MayBeAbsent = (): PropertyDecorator => ValidateIf(isPresent);

/** RFC 3339 with seconds and an offset, on a date that exists; handed over in its one spelling. */
export const IsInstant = (): PropertyDecorator =>
  field({
    name: 'isInstant',
    rule: new FieldRule(
      { type: 'string', format: 'date-time', spelling: 'instant' },
      'INSTANT_INVALID',
      false,
    ),
    check: isInstant,
    must: 'must be an RFC 3339 time with seconds and an offset, such as 2021-12-15T06:40:00+07:00',
  });

/** A text whose one spelling `regex` matches. */
export function pattern(name: string, regex: RegExp, code: string, must: string) {
  return (options?: ValidationOptions): PropertyDecorator =>
    field(
      {
        name,
        rule: new FieldRule({ type: 'string', pattern: regex.source, spelling: 'text' }, code, true),
        check: (value) => typeof value === 'string' && regex.test(normalText(value)),
        must,
      },
      options,
    );
}

/** An id as it may come in, in either case (RFC 9562, 4). */
export const UUID_TEXT = /^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$/u;
/** Of gates, yards, lanes and the like. */
export const CODE_PATTERN = /^[A-Z0-9_]{1,40}$/u;

/** RFC 9562, in either case; the validator hands it over in lower case, so that one id has one spelling. */
export const IsUuid = (options?: ValidationOptions): PropertyDecorator =>
  field(
    {
      name: 'isUuid',
      rule: new FieldRule(
        { type: 'string', pattern: UUID_TEXT.source, spelling: 'id' },
        'UUID_INVALID',
        true,
      ),
      check: (value) => typeof value === 'string' && UUID_TEXT.test(normalText(value)),
      must: 'must be a UUID',
    },
    options,
  );
/** Gates, yards, lanes and the like. */
export const IsCode = pattern('isCode', CODE_PATTERN, 'CODE_INVALID', 'must be 1 to 40 of A-Z, 0-9 and _');
/** A position of the log, decimal. */
export const IsLogPosition = pattern(
  'isLogPosition',
  /^[0-9]{1,18}$/u,
  'POSITION_INVALID',
  'must be a position of the log, decimal',
);
/** ISO 3166-1 alpha-2. */
export const IsCountry = pattern(
  'isCountry',
  /^[A-Z]{2}$/u,
  'COUNTRY_INVALID',
  'must be two capital letters',
);

/** Text without control characters, `min` to `max` characters long, not only spaces; handed over in its one spelling. */
export const IsText = (max = 200, min = 1, options?: ValidationOptions): PropertyDecorator =>
  field(
    {
      name: 'isText',
      rule: new FieldRule(
        { type: 'string', minLength: min, maxLength: max, spelling: 'text' },
        'TEXT_INVALID',
        false,
      ),
      check: (value) => isText(value, min, max),
      must: `must be ${min} to ${max} characters, none of them a control character`,
    },
    options,
  );

/** Any text at all, as it was read: whoever handles it judges it. `described`: its schema in the document. */
export const IsTextAsRead = (described: JsonSchema): PropertyDecorator =>
  field({
    name: 'isTextAsRead',
    rule: new FieldRule({ type: 'string', ...described }, 'TEXT_INVALID', true),
    check: (value) => typeof value === 'string',
    must: 'must be a text',
  });

/** An identifier or code that others give: a text of 1 to `max` characters that is neither `.` nor `..`. */
export const IsIdentifier = (max = 64, options?: ValidationOptions): PropertyDecorator =>
  field(
    {
      name: 'isIdentifier',
      rule: new FieldRule(
        { type: 'string', minLength: 1, maxLength: max, pattern: IDENTIFIER_PATTERN, spelling: 'text' },
        'TEXT_INVALID',
        false,
      ),
      check: (value) => identifierIn(value, max) !== undefined,
      must: `must be 1 to ${max} visible characters, none of them a control character, and neither . nor ..`,
    },
    options,
  );

export const IsOneOf = (
  values: readonly (string | number | boolean)[],
  options?: ValidationOptions,
): PropertyDecorator =>
  field(
    {
      name: 'isOneOf',
      rule: new FieldRule({ enum: values }, 'NOT_IN_LIST', true),
      check: (value) => (values as readonly unknown[]).includes(value),
      must: `must be one of ${values.join(', ')}`,
    },
    options,
  );

export const IsFlag = (): PropertyDecorator =>
  field({
    name: 'isFlag',
    rule: new FieldRule({ type: 'boolean' }, 'NOT_A_FLAG', true),
    check: (value) => typeof value === 'boolean',
    must: 'must be true or false',
  });

export const IsWholeNumber = (min: number, max: number): PropertyDecorator =>
  field({
    name: 'isWholeNumber',
    rule: new FieldRule({ type: 'integer', minimum: min, maximum: max }, 'NUMBER_INVALID', true),
    check: (value) => Number.isInteger(value) && (value as number) >= min && (value as number) <= max,
    must: `must be a whole number from ${min} to ${max}`,
  });

export const IsNumberWithin = (min: number, max: number): PropertyDecorator =>
  field({
    name: 'isNumberWithin',
    rule: new FieldRule({ type: 'number', minimum: min, maximum: max }, 'NUMBER_INVALID', true),
    check: (value) => typeof value === 'number' && Number.isFinite(value) && value >= min && value <= max,
    must: `must be a number from ${min} to ${max}`,
  });

/** An object whose inside is checked elsewhere. */
export const IsAnyObject = (): PropertyDecorator =>
  field({
    name: 'isAnyObject',
    rule: new FieldRule({ type: 'object' }, 'NOT_AN_OBJECT', true),
    check: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
    must: 'must be an object',
  });

type Class = new () => object;

const together =
  (...decorators: PropertyDecorator[]): PropertyDecorator =>
  (target, key) => {
    for (const decorate of decorators) decorate(target, key);
  };

/** An object of the given class. */
export const IsNested = (type: () => Class): PropertyDecorator =>
  together(IsObject(), ValidateNested(), Type(type));

/** A list of objects of the given class. */
export const IsListOf = (type: () => Class, min: number, max: number): PropertyDecorator =>
  together(
    IsArray(),
    ArrayMinSize(min),
    ArrayMaxSize(max),
    IsObject({ each: true }),
    ValidateNested({ each: true }),
    Type(type),
  );

/** A list without repeats whose items are as `item` says; pass `{ each: true }` to the item's decorator. */
export const IsListWith = (item: PropertyDecorator, min: number, max: number): PropertyDecorator =>
  together(
    IsArray(),
    ArrayMinSize(min),
    ArrayMaxSize(max),
    field({
      name: 'isWithoutRepeats',
      rule: new FieldRule({ uniqueItems: true }, 'LIST_REPEATS', false),
      check: (value) => Array.isArray(value) && new Set(value.map(inOneSpelling)).size === value.length,
      must: 'must not name anything twice',
    }),
    item,
  );

function inOneSpelling(item: unknown): unknown {
  return typeof item === 'string' ? normalText(item) : item;
}
