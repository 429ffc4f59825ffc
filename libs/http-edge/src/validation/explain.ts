import { plainToInstance } from 'class-transformer';
import { getMetadataStorage, validateSync } from 'class-validator';
import type { ValidationError } from 'class-validator';
import { pointerOf } from '../json/scan-json';
import type { FieldError } from '../problem/refusal';
import type { BodyClass } from './compile-schema';
import { FieldRule } from './fields';

const MAX_ERRORS = 50;

/** Codes of class-validator's own decorators, by the name of the constraint. */
const BUILT_IN_CODES: Readonly<Record<string, string>> = {
  whitelistValidation: 'UNKNOWN_FIELD',
  isObject: 'NOT_AN_OBJECT',
  nestedValidation: 'NOT_AN_OBJECT',
  isArray: 'NOT_A_LIST',
  arrayMinSize: 'LIST_TOO_SHORT',
  arrayMaxSize: 'LIST_TOO_LONG',
};

/** Why class-validator refuses a body, field by field; empty when it has no objection. */
export function explain(type: BodyClass, body: unknown): FieldError[] {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return [{ pointer: '', code: 'NOT_AN_OBJECT', detail: 'must be an object' }];
  }
  const found: FieldError[] = [];
  collect(validationErrors(type, body), [], found);
  return found.slice(0, MAX_ERRORS);
}

/** class-validator's verdict, as strict as the schema: unknown fields are refused, null is not absence. */
export function validationErrors(type: BodyClass, body: object): ValidationError[] {
  return validateSync(plainToInstance(type, body), {
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    stopAtFirstError: false,
  });
}

function collect(errors: readonly ValidationError[], path: readonly string[], found: FieldError[]): void {
  for (const error of errors) {
    const at = [...path, error.property];
    const [constraint] = Object.entries(error.constraints ?? {});
    if (constraint !== undefined) found.push(fieldErrorOf(error, constraint, pointerOf(at)));
    collect(error.children ?? [], at, found);
  }
}

function fieldErrorOf(
  error: ValidationError,
  [name, message]: [string, string],
  pointer: string,
): FieldError {
  if (name === 'whitelistValidation')
    return { pointer, code: 'UNKNOWN_FIELD', detail: 'is not a field here' };
  if (error.value === undefined) return { pointer, code: 'REQUIRED', detail: 'is required' };
  const detail = message.startsWith(error.property) ? message.slice(error.property.length).trim() : message;
  return { pointer, code: ruleCode(error, name) ?? BUILT_IN_CODES[name] ?? 'FIELD_INVALID', detail };
}

/** The code that one of our own decorators carries. */
function ruleCode({ target, property }: ValidationError, name: string): string | undefined {
  const type = target?.constructor as BodyClass | undefined;
  if (type === undefined) return undefined;
  const metadata = getMetadataStorage()
    .getTargetValidationMetadatas(type, '', false, false)
    .find((one) => one.propertyName === property && one.name === name);
  const [rule] = (metadata?.constraints ?? []) as unknown[];
  return rule instanceof FieldRule ? rule.code : undefined;
}
