import type { ExecutionContext } from '@nestjs/common';
import { createParamDecorator } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { normalText } from '#libs/text';
import { Refusal } from '../problem/refusal';
import { CODE_PATTERN, UUID_TEXT } from '../validation/fields';

interface PathPart {
  /** As it may come in, in its one spelling (`normalText`). */
  readonly pattern: RegExp;
  /** Ids have one spelling within (RFC 9562, 4). */
  readonly lowerCase?: true;
  /** What does not look like one of ours cannot exist: 404, and no odd text reaches a stream name. */
  readonly refused: boolean;
}

function pathParameter({ pattern, lowerCase, refused }: PathPart) {
  return (name: string): ParameterDecorator => {
    const read = (_data: unknown, context: ExecutionContext): string => {
      const params = context.switchToHttp().getRequest<FastifyRequest>().params as Record<string, string>;
      const value = normalText(params[name] ?? '');
      if (refused && !pattern.test(value)) throw new Refusal('NOT_FOUND', `there is no such ${name}`);
      return lowerCase === undefined ? value : value.toLowerCase();
    };
    const document: ParameterDecorator = (target, key) => {
      const descriptor = key === undefined ? undefined : Object.getOwnPropertyDescriptor(target, key);
      if (key === undefined || descriptor === undefined) return;
      ApiParam({ name, schema: { type: 'string', pattern: pattern.source } })(target, key, descriptor);
    };
    return createParamDecorator(read, [document])();
  };
}

/** An id of ours in a question. */
export const PathUuid = pathParameter({ pattern: UUID_TEXT, lowerCase: true, refused: true });
/** An id of ours in a command: whoever handles it refuses what is no id, once the body is known to be good. */
export const PathUnjudgedUuid = pathParameter({ pattern: UUID_TEXT, lowerCase: true, refused: false });
/** `gate`, `yard`. */
export const PathCode = pathParameter({ pattern: CODE_PATTERN, refused: true });
/** Ids that others give, such as `consignmentId`: at most 100 characters. */
export const PathText = pathParameter({ pattern: /^(?!\.{1,2}$)[^\p{Cc}\p{Cs}]{1,100}$/u, refused: true });
