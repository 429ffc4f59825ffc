/* Compiler of class-validator metadata to JSON Schema. */

import { getMetadataStorage } from 'class-validator';
import type { MetadataStorage, ValidationArguments } from 'class-validator';
import { TransformationType } from 'class-transformer';
import { defaultMetadataStorage } from 'class-transformer/cjs/storage';
import { FieldRule, isPresent } from './fields';
import type { JsonSchema } from './fields';

export type BodyClass<T extends object = object> = new () => T;

/** A check that JSON Schema cannot express; ajv calls it through the keyword `check`. */
export type Check = (value: unknown) => boolean;

/** A body class uses a decorator in a way that the two validators would judge differently. Found at start. */
export class BodyClassError extends Error {
  override readonly name = 'BodyClassError';
  constructor(type: BodyClass, property: string, why: string) {
    super(`${type.name}.${property}: ${why}`);
  }
}

/** How a nested class appears: in place for ajv, by reference in the OpenAPI document. */
export type Nest = (type: BodyClass) => JsonSchema;

/** What class-validator keeps of one decorator; its own types say that nothing is ever missing. */
interface Declaration {
  readonly type: string;
  readonly name?: string | undefined;
  readonly propertyName: string;
  readonly constraintCls: ConstraintClass;
  readonly constraints?: readonly unknown[] | undefined;
  readonly groups?: readonly string[] | undefined;
  readonly each?: boolean | undefined;
}

/** What class-transformer keeps of `@Type`. */
interface TypeDeclaration {
  typeFunction(): unknown;
}

type ConstraintClass = Parameters<MetadataStorage['getTargetValidatorConstraints']>[0];

interface Property {
  readonly schema: Record<string, unknown>;
  readonly items: Record<string, unknown>;
  required: boolean;
}

const BUILT_IN: Readonly<Record<string, (constraint: unknown) => JsonSchema>> = {
  isArray: () => ({ type: 'array' }),
  isObject: () => ({ type: 'object' }),
  arrayMinSize: (min) => ({ minItems: min }),
  arrayMaxSize: (max) => ({ maxItems: max }),
};

/**
 * JSON Schema of a body class, from the decorators alone.
 * @throws BodyClassError naming class and property.
 */
export function schemaOf(type: BodyClass, nest: Nest): JsonSchema {
  const groups = new Map<string, Declaration[]>();
  for (const metadata of getMetadataStorage().getTargetValidationMetadatas(type, '', false, false)) {
    groups.set(metadata.propertyName, [...(groups.get(metadata.propertyName) ?? []), metadata]);
  }
  if (groups.size === 0) throw new BodyClassError(type, '*', 'has no decorated field');
  const properties: Record<string, JsonSchema> = {};
  const required: string[] = [];
  for (const [name, metadatas] of groups) {
    const property = compileProperty(type, name, metadatas, nest);
    const { schema, items } = property;
    properties[name] = Object.keys(items).length === 0 ? schema : { ...schema, items };
    if (property.required) required.push(name);
  }
  return {
    type: 'object',
    additionalProperties: false,
    properties,
    ...(required.length === 0 ? {} : { required: required.sort() }),
  };
}

function compileProperty(
  type: BodyClass,
  name: string,
  metadatas: readonly Declaration[],
  nest: Nest,
): Property {
  refuseTransforms(type, name);
  const isList = metadatas.some((metadata) => metadata.name === 'isArray');
  const property: Property = { schema: {}, items: {}, required: true };
  for (const metadata of metadatas) {
    refuseOptions(type, metadata, isList);
    if (metadata.type === 'conditionalValidation') property.required = false;
    else if (metadata.type === 'nestedValidation') {
      Object.assign(isList ? property.items : property.schema, nest(nestedType(type, metadata, metadatas)));
    } else {
      add(metadata.each === true ? property.items : property.schema, ruleOf(type, metadata));
    }
  }
  return property;
}

function add(target: Record<string, unknown>, rule: JsonSchema): void {
  const checks = [target['check'], rule['check']].flat().filter((check) => check !== undefined);
  Object.assign(target, rule, checks.length === 0 ? {} : { check: checks });
}

function ruleOf(type: BodyClass, metadata: Declaration): JsonSchema {
  const [first] = metadata.constraints ?? [];
  if (first instanceof FieldRule) {
    return first.exact ? first.schema : { ...first.schema, check: checkOf(type, metadata) };
  }
  const builtIn = BUILT_IN[metadata.name ?? ''];
  return builtIn === undefined ? { check: checkOf(type, metadata) } : builtIn(first);
}

/** The decorator's own function, so that ajv and class-validator cannot differ. */
function checkOf(type: BodyClass, metadata: Declaration): Check {
  const [constraint] = getMetadataStorage().getTargetValidatorConstraints(metadata.constraintCls);
  if (constraint === undefined) throw new BodyClassError(type, metadata.propertyName, 'unknown decorator');
  if (constraint.async)
    throw new BodyClassError(type, metadata.propertyName, 'async validators are not allowed');
  const { instance } = constraint;
  const args = { constraints: [...(metadata.constraints ?? [])], property: metadata.propertyName };
  return (value) => instance.validate(value, { ...args, value } as ValidationArguments) === true;
}

function refuseOptions(type: BodyClass, metadata: Declaration, isList: boolean): void {
  const refuse = (why: string): never => {
    throw new BodyClassError(type, metadata.propertyName, why);
  };
  const isCondition = metadata.type === 'conditionalValidation';
  if (isCondition && metadata.constraints?.[0] !== isPresent) refuse('use @MayBeAbsent');
  if (metadata.type === 'whitelistValidation') refuse('@Allow is not allowed');
  if (metadata.type === 'promiseValidation') refuse('promises are not allowed');
  if (metadata.groups !== undefined && metadata.groups.length > 0) refuse('groups are not allowed');
  if (metadata.each === true && !isList) refuse('each without @IsArray');
}

function nestedType(
  type: BodyClass,
  { propertyName }: Declaration,
  metadatas: readonly Declaration[],
): BodyClass {
  const declared = defaultMetadataStorage.findTypeMetadata(type, propertyName) as TypeDeclaration | undefined;
  const nested = declared?.typeFunction();
  if (nested === undefined) throw new BodyClassError(type, propertyName, '@ValidateNested without @Type');
  if (nested === Date) throw new BodyClassError(type, propertyName, '@Type(() => Date) is not allowed');
  if (!metadatas.some(({ name }) => name === 'isObject')) {
    throw new BodyClassError(type, propertyName, '@ValidateNested without @IsObject');
  }
  return nested as BodyClass;
}

function refuseTransforms(type: BodyClass, property: string): void {
  const storage = defaultMetadataStorage;
  const found =
    storage.findTransformMetadatas(type, property, TransformationType.PLAIN_TO_CLASS).length > 0 ||
    storage.getStrategy(type) !== 'none' ||
    storage.getExposedMetadatas(type).length > 0 ||
    storage.getExcludedMetadatas(type).length > 0;
  if (found) throw new BodyClassError(type, property, '@Transform, @Expose and @Exclude are not allowed');
}
