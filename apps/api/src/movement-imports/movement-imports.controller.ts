import { Readable } from 'node:stream';
import { Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { ApiBody, ApiConsumes, ApiOperation, ApiProduces, ApiResponse } from '@nestjs/swagger';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Commands } from '../http/commands/commands';
import { AskedBy } from '../http/context/context-decorators';
import type { Caller } from '../http/context/context-decorators';
import { languageOf } from '../http/problem/problem-document';
import { Refusal } from '../http/problem/refusal';
import { bodyValidator } from '../http/validation/body-validator';
import { VisitRecorder } from '../truck-visits/visit-recorder';
import { ImportLine } from './import-line';
import { LineCommands } from './line-commands';
import { refuseTooManyLines, runImport } from './run-import';

/** Largest body of an import, in bytes. */
const IMPORT_LIMIT = 8 * 1024 * 1024;
const NDJSON = 'application/x-ndjson';
const ROUTE = 'movement-imports';

/** Many commands in one request, one a line; each line is judged as its own route would judge it. */
@Controller(ROUTE)
export class MovementImportsController implements OnModuleInit {
  private readonly validate = bodyValidator(ImportLine);

  constructor(
    @Inject(LineCommands) private readonly lines: LineCommands,
    @Inject(Commands) private readonly commands: Commands,
    @Inject(VisitRecorder) private readonly visits: VisitRecorder,
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
  ) {}

  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    fastify.addContentTypeParser(
      NDJSON,
      { parseAs: 'buffer', bodyLimit: IMPORT_LIMIT },
      (request, body, done) => {
        if (request.routeOptions.url?.endsWith(`/${ROUTE}`) === true) done(null, body);
        else
          done(new Refusal('CONTENT_TYPE_NOT_SUPPORTED', 'a command is sent as application/json'), undefined);
      },
    );
  }

  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Record many movements, one command a line', operationId: 'importMovements' })
  @ApiConsumes(NDJSON)
  @ApiProduces(NDJSON)
  @ApiBody({
    schema: {
      type: 'string',
      description: 'One command a line, at most 64 KiB each, 100,000 lines and 8 MiB in all',
    },
  })
  @ApiResponse({ status: 200, description: 'One answer a line, in the order of the lines' })
  import(@Req() request: FastifyRequest, @AskedBy() caller: Caller, @Res() reply: FastifyReply): void {
    const { body, headers } = request;
    if (!Buffer.isBuffer(body))
      throw new Refusal('CONTENT_TYPE_NOT_SUPPORTED', `an import is sent as ${NDJSON}`);
    refuseTooManyLines(body);
    const { lines, commands, validate } = this;
    const work = { lines, commands, validate, held: this.visits.held };
    const answers = runImport(work, { body, caller, language: languageOf(headers['accept-language']) });
    void reply.type(`${NDJSON}; charset=utf-8`).send(Readable.from(answers));
  }
}
