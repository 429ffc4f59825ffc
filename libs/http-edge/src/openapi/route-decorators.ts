/* Decorators of routes: method, OpenAPI description and the command, query or stream behind it. */

import type { Type } from '@nestjs/common';
import { applyDecorators, Get, HttpCode, Post, Sse } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiHeader, ApiOperation, ApiProduces, ApiQuery, ApiResponse } from '@nestjs/swagger';
import type { CommandSlice } from '../commands/command-slice';
import { expectHandler } from '../commands/route-check';
import { noteSlice } from '../commands/slices';
import { LAST_EVENT_ID, VISIBLE_ASCII_KEY, VISIBLE_ASCII_NAME } from '../context/command-headers';
import { CSV, FORMS, jsonAs, OF_TABLES, XLSX } from '../queries/form';
import type { BodyClass } from '../validation/compile-schema';
import { reference, registerSchema } from '../validation/json-body';
import { AsOf, CommandAnswerSchema } from './schemas';

export const IDEMPOTENCY_KEY = { type: 'string' as const, pattern: VISIBLE_ASCII_KEY.source };
const VISIBLE_NAME = { type: 'string' as const, pattern: VISIBLE_ASCII_NAME.source };

const TAG = '(W/)?"[^"]*"';
const IF_MATCH = { type: 'string' as const, pattern: `^([*]|${TAG}( *, *${TAG})*)$` };
const IF_MATCH_MEANING =
  'ETags of what the command is about, or *: any that exists. 412 when none is its revision; a weak one never is';

/** A POST that sends the command of a slice over the bus; `path` below the one of its controller. */
export function CommandPost<Body extends object>(path: string, slice: CommandSlice<Body>): MethodDecorator {
  const { command, summary, status = 200, answer = CommandAnswerSchema } = slice;
  registerSchema(answer);
  return applyDecorators(
    expectHandler(command),
    noteSlice(path, slice),
    Post(path),
    HttpCode(status),
    ApiOperation({ summary, operationId: operationIdOf(command) }),
    ApiHeader({ name: 'Idempotency-Key', required: true, schema: IDEMPOTENCY_KEY }),
    ApiHeader({ name: 'If-Match', required: false, description: IF_MATCH_MEANING, schema: IF_MATCH }),
    ApiHeader({ name: 'Device-Id', required: false, schema: VISIBLE_NAME }),
    ApiHeader({ name: 'Device-Sequence', required: false, schema: VISIBLE_NAME }),
    ApiHeader({ name: 'X-Correlation-Id', required: false, schema: VISIBLE_NAME }),
    ApiHeader({ name: 'X-Request-Id', required: false, schema: VISIBLE_NAME }),
    ...(status === 201
      ? [commandAnswer(201, 'Recorded', answer), commandAnswer(200, 'Said twice: nothing was recorded')]
      : [commandAnswer(200, 'Recorded, or nothing to record', answer)]),
    Problems([400, 401, 403, 404, 409, 412, 413, 415, 422, 429, 503, 507]),
  );
}

function commandAnswer(
  status: 200 | 201,
  description: string,
  answer: BodyClass = CommandAnswerSchema,
): MethodDecorator {
  return ApiResponse({
    status,
    description,
    headers: { ETag: { description: 'Revision of the object', schema: { type: 'string' } } },
    content: {
      'application/json': { schema: reference(answer) },
    },
  });
}

export interface QueryRoute {
  readonly summary: string;
  /** Class of the answer; of a row when `list`. */
  readonly answer: BodyClass;
  /** The answer is a page of rows. */
  readonly list?: boolean;
  /** Class of the `total` beside the rows. */
  readonly total?: BodyClass;
  /** Classes of what else stands beside the rows, lists of them; and schemas of single values. */
  readonly beside?: {
    readonly lists?: Readonly<Record<string, BodyClass>>;
    readonly values?: Readonly<Record<string, object>>;
  };
  /** Its query answers a `Table`: had as CSV and as workbook too. */
  readonly table?: boolean;
  /** Media type of an answer that is a bare list of `answer`. */
  readonly batchType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Both hold the whole list unless a limit is stated. */
const SPREADSHEETS = {
  [CSV]: { schema: { type: 'string' as const } },
  [XLSX]: { schema: { type: 'string' as const, format: 'binary' } },
};

const FORMAT = {
  name: 'format',
  required: false,
  description:
    'Form of the answer, before what Accept says; csv and xlsx hold the whole list unless limit is stated',
  schema: { type: 'string' as const, enum: [...FORMS] },
};

/** The forms that a route has, and how they are asked for. */
function formsOf({ table, batchType = 'application/json' }: QueryRoute): MethodDecorator[] {
  if (table !== true) return [RouteConfig({ forms: jsonAs(batchType) })];
  return [RouteConfig({ forms: OF_TABLES }), ApiProduces('application/json', CSV, XLSX), ApiQuery(FORMAT)];
}

/** A GET that sends one query over the bus. */
export function QueryGet(path: string, envelope: Type, route: QueryRoute): MethodDecorator {
  for (const type of typesOf(route)) registerSchema(type);
  const { batchType = 'application/json', headers = {} } = route;
  // A piece of a log has no tag: what is asked for next is another piece.
  const isTagged = route.batchType === undefined;
  const given = isTagged ? { ...headers, ETag: 'Changes with what is shown; asOf does not count' } : headers;
  return applyDecorators(
    expectHandler(envelope),
    Get(path),
    ApiOperation({ summary: route.summary, operationId: operationIdOf(envelope) }),
    ...formsOf(route),
    ApiResponse({
      status: 200,
      description: 'The answer',
      ...(Object.keys(given).length === 0 ? {} : { headers: headersOf(given) }),
      content: {
        [batchType]: { schema: schemaOfAnswer(route) },
        ...(route.table === true ? SPREADSHEETS : {}),
      },
    }),
    ...(isTagged
      ? [ApiHeader(IF_NONE_MATCH), ApiResponse({ status: 304, description: 'Nothing changed' })]
      : []),
    Problems([400, 401, 403, 404, 406, 410, 429, 503]),
  );
}

function typesOf({ answer, total = AsOf, beside = {} }: QueryRoute): BodyClass[] {
  return [AsOf, answer, total, ...Object.values(beside.lists ?? {})];
}

const IF_NONE_MATCH = {
  name: 'If-None-Match',
  description: 'ETags of earlier answers; 304 when what would be shown has one of them',
  required: false,
  schema: { type: 'string' as const },
};

export interface StreamRoute {
  readonly summary: string;
  /** Class of the events' data. */
  readonly event: BodyClass;
  /** Characters that may wait for a client that does not read; then it is dropped. */
  readonly maxPendingDataLength: number;
}

/** A GET whose query answers server-sent events. */
export function StreamGet(path: string, envelope: Type, route: StreamRoute): MethodDecorator {
  const { summary, event, maxPendingDataLength } = route;
  registerSchema(event);
  return applyDecorators(
    expectHandler(envelope),
    Sse(path, { maxPendingDataLength }),
    ApiOperation({ summary, operationId: operationIdOf(envelope) }),
    ApiHeader({
      name: 'Last-Event-ID',
      required: false,
      schema: { type: 'string', pattern: LAST_EVENT_ID.source },
    }),
    ApiResponse({
      status: 200,
      description: `Events whose data is a ${event.name}; their id is a position`,
      content: { 'text/event-stream': { schema: reference(event) } },
    }),
    Problems([400, 401, 403, 404, 410, 429, 503]),
  );
}

/** `RecordCrossingCommand` becomes `recordCrossing`. */
export function operationIdOf({ name }: Type): string {
  const verb = name.replace(/(Command|Query)$/, '');
  return verb.charAt(0).toLowerCase() + verb.slice(1);
}

/** Statuses of the problems a route may answer; `openApiDocument` puts the one description of a problem there. */
export function Problems(statuses: readonly number[]): MethodDecorator {
  return applyDecorators(...statuses.map((status) => ApiResponse({ status, description: 'Problem' })));
}

function headersOf(meanings: Readonly<Record<string, string>>) {
  const named = Object.entries(meanings).map(([name, description]) => {
    return [name, { description, schema: { type: 'string' as const } }];
  });
  return Object.fromEntries(named) as Record<string, { description: string; schema: { type: 'string' } }>;
}

export function schemaOfAnswer(route: QueryRoute): Record<string, unknown> {
  if (route.batchType !== undefined) return { type: 'array', items: reference(route.answer) };
  return route.list === true ? pageOf(route) : reference(route.answer);
}

function pageOf({
  answer,
  total,
  beside: { lists = {}, values = {} } = {},
}: QueryRoute): Record<string, unknown> {
  const listed = Object.entries(lists).map(([name, type]) => [
    name,
    { type: 'array', items: reference(type) },
  ]);
  const beside = {
    ...(total === undefined ? {} : { total: reference(total) }),
    ...(Object.fromEntries(listed) as Record<string, object>),
    ...values,
  };
  return {
    type: 'object',
    required: ['items', 'asOf', ...Object.keys(beside)],
    properties: {
      items: { type: 'array', items: reference(answer) },
      nextCursor: { type: ['string', 'null'] },
      ...beside,
      asOf: reference(AsOf),
    },
  };
}
