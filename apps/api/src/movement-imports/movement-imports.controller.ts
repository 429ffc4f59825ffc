import { Readable } from 'node:stream';
import { Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiHeader, ApiOperation, ApiProduces, ApiResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Commands } from '../http/commands/commands';
import { AskedBy } from '../http/context/context-decorators';
import type { Caller } from '../http/context/context-decorators';
import { IDEMPOTENCY_KEY, Problems } from '../http/openapi/route-decorators';
import { AccessTrace } from '../http/operations/access-trace';
import { languageOf } from '../http/problem/problem-document';
import { Refusal } from '../http/problem/refusal';
import { bodyValidator } from '../http/validation/body-validator';
import { registerSchema } from '../http/validation/json-body';
import { VisitRecorder } from '../truck-visits/visit-recorder';
import { IMPORT_ANSWER, IMPORT_BODY, NDJSON } from './import-answer';
import { ImportLine } from './import-line';
import { LineCommands } from './line-commands';
import { IMPORTS } from './ndjson-bodies';
import { refuseTooManyLines, runImport } from './run-import';

registerSchema(ImportLine);

/**
 * Many commands in one request, one a line; each line is judged as its own route would judge it. Only the success is
 * said in one way: a line that was taken in is 200, also where the route alone answers 201.
 */
@Controller(IMPORTS)
export class MovementImportsController {
  private readonly validate = bodyValidator(ImportLine);

  constructor(
    @Inject(LineCommands) private readonly lines: LineCommands,
    @Inject(Commands) private readonly commands: Commands,
    @Inject(VisitRecorder) private readonly visits: VisitRecorder,
    @Inject(AccessTrace) private readonly trace: AccessTrace,
  ) {}

  @Post()
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
    description: 'One answer a line, in the order of the lines',
    content: { [NDJSON]: { schema: IMPORT_ANSWER } },
  })
  @Problems([400, 401, 403, 413, 415, 503])
  import(@Req() request: FastifyRequest, @AskedBy() caller: Caller, @Res() reply: FastifyReply): void {
    const { body, headers } = request;
    if (!Buffer.isBuffer(body))
      throw new Refusal('CONTENT_TYPE_NOT_SUPPORTED', `an import is sent as ${NDJSON}`);
    refuseTooManyLines(body);
    const { lines, commands, validate, trace } = this;
    const work = { lines, commands, validate, trace, held: this.visits.held };
    const answers = runImport(work, { body, caller, language: languageOf(headers['accept-language']) });
    void reply.type(`${NDJSON}; charset=utf-8`).send(Readable.from(answers));
  }
}
