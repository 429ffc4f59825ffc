import { Readable } from 'node:stream';
import { Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiConsumes, ApiHeader, ApiOperation, ApiProduces, ApiResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AskedBy, IDEMPOTENCY_KEY, languageOf, Problems, Refusal, registerSchema } from '#libs/http-edge';
import type { Caller } from '#libs/http-edge';
import { IMPORT_ANSWER, IMPORT_BODY, NDJSON } from './import-answer';
import { ImportLine } from './import-line';
import { refuseTooManyLines } from './import-lines';
import { IMPORTS } from './ndjson-bodies';
import { IMPORT_WORK, runImport } from './run-import';
import type { ImportWork } from './run-import';

registerSchema(ImportLine);

/**
 * Many commands in one request, one a line; each line is judged as its own route would judge it. Only the success is
 * said in one way: a line that was taken in is 200, also where the route alone answers 201.
 */
@Controller(IMPORTS)
export class MovementImportsController {
  constructor(@Inject(IMPORT_WORK) private readonly work: ImportWork) {}

  @Post()
  @RouteConfig({ isBatch: true })
  @HttpCode(200)
  @ApiOperation({ summary: 'Record many movements, one command a line', operationId: 'importMovements' })
  @ApiConsumes(NDJSON)
  @ApiProduces(NDJSON)
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'Not needed: each line has a key of its own',
    schema: IDEMPOTENCY_KEY,
  })
  @ApiBody({ schema: IMPORT_BODY, required: true })
  @ApiResponse({
    status: 200,
    description:
      'One answer a line, in the order of the lines. A line waits for a store that does not answer; one that is ' +
      'answered 503 or 507 ends the import: what had not begun by then is 503 NOT_ATTEMPTED, and nothing of it is ' +
      'done. The same file sent again goes on where it ended',
    content: { [NDJSON]: { schema: IMPORT_ANSWER } },
  })
  @Problems([400, 401, 403, 413, 415, 503])
  import(@Req() request: FastifyRequest, @AskedBy() caller: Caller, @Res() reply: FastifyReply): void {
    const { body, headers } = request;
    if (!Buffer.isBuffer(body))
      throw new Refusal('CONTENT_TYPE_NOT_SUPPORTED', `an import is sent as ${NDJSON}`);
    refuseTooManyLines(body);
    const gone = new AbortController();
    reply.raw.once('close', () => {
      gone.abort();
    });
    const language = languageOf(headers['accept-language']);
    const answers = runImport(this.work, { body, caller, language, gone: gone.signal });
    void reply.type(`${NDJSON}; charset=utf-8`).send(Readable.from(answers));
  }
}
