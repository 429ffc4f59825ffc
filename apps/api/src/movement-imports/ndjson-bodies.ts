import { Inject, Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { Refusal } from '#libs/http-edge';
import { NDJSON } from './import-answer';

/** Path of the imports below the base of the API. */
export const IMPORTS = 'movement-imports';
/** Largest body of an import, in bytes. */
const IMPORT_LIMIT = 8 * 1024 * 1024;

/** Lets imports, and no other route, take a body of newline-delimited JSON, as its bytes. */
@Injectable()
export class NdjsonBodies implements OnModuleInit {
  constructor(@Inject(HttpAdapterHost) private readonly host: HttpAdapterHost) {}

  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    fastify.addContentTypeParser(
      NDJSON,
      { parseAs: 'buffer', bodyLimit: IMPORT_LIMIT },
      (request, body, done) => {
        if (request.routeOptions.url?.endsWith(`/${IMPORTS}`) === true) done(null, body);
        else
          done(new Refusal('CONTENT_TYPE_NOT_SUPPORTED', 'a command is sent as application/json'), undefined);
      },
    );
  }
}
