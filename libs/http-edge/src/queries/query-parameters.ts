import type { ExecutionContext } from '@nestjs/common';
import { createParamDecorator } from '@nestjs/common';
import { ApiQuery } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { FieldError } from '../problem/refusal';
import { Refusal } from '../problem/refusal';
import { unboundCursor } from './bound-cursor';
import type { Parameter } from './parameter';

export type ParameterSet = Readonly<Record<string, Parameter<unknown>>>;

/** The values a set of parameters yields. */
export type Parameters<S extends ParameterSet> = {
  readonly [K in keyof S]: S[K] extends Parameter<infer T> ? T : never;
};

/**
 * The query string, read by a set of parameters. A parameter that is not in the set, or is repeated, is refused: a
 * misspelt filter must not answer as if it had been obeyed.
 */
export function QueryParameters(set: ParameterSet): ParameterDecorator {
  const decorator = createParamDecorator(
    (_data: unknown, context: ExecutionContext) => {
      const request = context.switchToHttp().getRequest<FastifyRequest>();
      // The form of the answer is the route's to read (`formOf`).
      const { format: _form, ...query } = request.query as Record<string, unknown>;
      const values = readParameters(set, query, request.takenInAt);
      const { cursor } = values as { readonly cursor?: string };
      return cursor === undefined ? values : { ...values, cursor: unboundCursor(cursor, request) };
    },
    [documentParameters(set)],
  );
  return decorator();
}

/** @throws Refusal for unknown and repeated parameters and for values that are not allowed. */
export function readParameters<S extends ParameterSet>(
  set: S,
  query: Readonly<Record<string, unknown>>,
  now: string,
): Parameters<S> {
  const unknown = Object.keys(query).filter((name) => !Object.hasOwn(set, name));
  if (unknown.length > 0) throw refusal(unknown, 'is not a parameter here');
  const values: Record<string, unknown> = {};
  for (const [name, parameter] of Object.entries(set)) {
    const text = query[name];
    if (Array.isArray(text)) throw refusal([name], 'stands more than once');
    values[name] = typeof text === 'string' ? parameter.read(text, name, now) : parameter.absent;
  }
  return values as Parameters<S>;
}

function refusal(names: readonly string[], why: string): Refusal {
  const errors: FieldError[] = names.map((name) => {
    return { pointer: '', code: 'QUERY_INVALID', detail: `${name.slice(0, 40)} ${why}` };
  });
  return new Refusal('QUERY_INVALID', errors.map(({ detail }) => detail).join('; '), { errors });
}

function documentParameters(set: ParameterSet): ParameterDecorator {
  return (target, key) => {
    const descriptor = key === undefined ? undefined : Object.getOwnPropertyDescriptor(target, key);
    if (key === undefined || descriptor === undefined) return;
    for (const [name, { schema, meaning }] of Object.entries(set).reverse()) {
      ApiQuery({ name, required: false, description: meaning, schema })(target, key, descriptor);
    }
  };
}
