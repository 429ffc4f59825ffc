import type { Type } from '@nestjs/common';
import { applyDecorators, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { expectHandler } from '../commands/route-check';
import { registerSchema } from '../validation/json-body';
import { operationIdOf, Problems, schemaOfAnswer } from './route-decorators';
import type { QueryRoute } from './route-decorators';
import { AsOf } from './schemas';

/**
 * A POST that sends one query over the bus: what it asks is too much for a query string. Nothing is recorded, so it
 * needs no key, and a repetition asks again.
 */
export function QueryPost(
  path: string,
  envelope: Type,
  route: Pick<QueryRoute, 'summary' | 'answer' | 'list' | 'total'>,
): MethodDecorator {
  for (const type of [AsOf, route.answer, route.total ?? AsOf]) registerSchema(type);
  return applyDecorators(
    expectHandler(envelope),
    Post(path),
    HttpCode(200),
    ApiOperation({ summary: route.summary, operationId: operationIdOf(envelope) }),
    ApiResponse({
      status: 200,
      description: 'The answer; nothing was recorded',
      content: { 'application/json': { schema: schemaOfAnswer(route) } },
    }),
    Problems([400, 401, 403, 404, 413, 415, 429, 503]),
  );
}
