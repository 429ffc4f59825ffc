import type { ExecutionContext } from '@nestjs/common';
import { createParamDecorator } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Refusal } from '../problem/refusal';
import { CODE_PATTERN, UUID_PATTERN } from '../validation/fields';

/** A part of the path. What does not look like one of ours cannot exist: 404, and no odd text reaches a stream name. */
function pathParameter(pattern: RegExp) {
  return (name: string): ParameterDecorator => {
    const read = (_data: unknown, context: ExecutionContext): string => {
      const params = context.switchToHttp().getRequest<FastifyRequest>().params as Record<string, string>;
      const value = params[name] ?? '';
      if (!pattern.test(value)) throw new Refusal('NOT_FOUND', `there is no such ${name}`);
      return value;
    };
    const document: ParameterDecorator = (target, key) => {
      const descriptor = key === undefined ? undefined : Object.getOwnPropertyDescriptor(target, key);
      if (key === undefined || descriptor === undefined) return;
      ApiParam({ name, schema: { type: 'string', pattern: pattern.source } })(target, key, descriptor);
    };
    return createParamDecorator(read, [document])();
  };
}

/** `visitId`. */
export const PathUuid = pathParameter(UUID_PATTERN);
/** `gate`, `yard`. */
export const PathCode = pathParameter(CODE_PATTERN);
/** Ids that others give, such as `consignmentId`: visible text, at most 100 characters. */
export const PathText = pathParameter(/^[^\p{C}]{1,100}$/u);
