import { Ajv2020 } from 'ajv/dist/2020';
import type { ErrorObject, ValidateFunction } from 'ajv';
import type { DataValidationCxt } from 'ajv/dist/types';
import { pointerOf } from '../json/scan-json';
import { Refusal } from '../problem/refusal';
import type { FieldError } from '../problem/refusal';
import { schemaOf } from './compile-schema';
import type { BodyClass, Check } from './compile-schema';
import { explain } from './explain';
import type { JsonSchema } from './fields';
import { SPELLINGS } from './spelling';

/**
 * Returns the body itself, typed, its texts, ids and times in their one spelling. Throws Refusal BODY_INVALID naming
 * every field that was refused.
 */
export type BodyValidator<T extends object> = (body: unknown) => T;

// `format` only documents: the checks of the decorators decide.
// ajv's optimising pass would take a third of the time to compile; what comes out is checked no faster with it.
const ajv = new Ajv2020({
  strict: true,
  allErrors: false,
  validateFormats: false,
  allowUnionTypes: true,
  code: { optimize: false },
});
ajv.addKeyword({
  keyword: 'check',
  schemaType: 'array',
  errors: false,
  validate: (checks: Check[], value: unknown) => checks.every((check) => check(value)),
});
ajv.addKeyword({
  keyword: 'spelling',
  type: 'string',
  schemaType: 'string',
  before: 'maxLength',
  modifying: true,
  errors: false,
  compile: (name: string) => {
    const spelled = SPELLINGS[name];
    if (spelled === undefined) throw new Error(`no spelling ${name}`);
    return (text: string, at?: DataValidationCxt) => {
      if (at !== undefined)
        (at.parentData as Record<string | number, unknown>)[at.parentDataProperty] = spelled(text);
      return true;
    };
  },
});

const bodies = new Set<BodyClass>();
const validators = new Map<BodyClass, ValidateFunction>();

/** The schema ajv runs: nested classes in place. */
function inPlace(type: BodyClass): JsonSchema {
  return schemaOf(type, inPlace);
}

/** Compiled once a class. @throws BodyClassError when the class cannot be compiled. */
export function compiled(type: BodyClass): ValidateFunction {
  let validate = validators.get(type);
  if (validate === undefined) {
    validate = ajv.compile(inPlace(type));
    validators.set(type, validate);
  }
  return validate;
}

/** Compiles every class that a body is checked against, so that a mistake stops the start and not the first request. */
export function compileBodyClasses(): void {
  for (const type of bodies) compiled(type);
}

/** ajv decides; class-validator, which is a hundred times slower, explains what was refused (ADR 7). */
export function bodyValidator<T extends object>(type: BodyClass<T>): BodyValidator<T> {
  bodies.add(type);
  let validate: ValidateFunction | undefined;
  return (body) => {
    if (body === undefined) throw new Refusal('BODY_MISSING', 'the body is empty');
    validate ??= compiled(type);
    if (validate(body)) return body as T;
    const explained = explain(type, body);
    const errors = explained.length > 0 ? explained : (validate.errors ?? []).map(fieldErrorOf);
    throw new Refusal('BODY_INVALID', `${errors.length} field(s) of the body were refused`, { errors });
  };
}

/** For what class-validator has no words: a body that is no object, keys such as `toString`. */
function fieldErrorOf({ instancePath, message, keyword, params }: ErrorObject): FieldError {
  if (keyword === 'additionalProperties') {
    const { additionalProperty } = params as { additionalProperty: string };
    const pointer = instancePath + pointerOf([additionalProperty]);
    return { pointer, code: 'UNKNOWN_FIELD', detail: 'is not a field here' };
  }
  return { pointer: instancePath, code: 'FIELD_INVALID', detail: message ?? 'was refused' };
}
