import { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DocumentedAnswers } from './documented-answers';
import type { PostAnswer } from './documented-answers';

/**
 * Every answer that a trial server gives to a POST of the API, however it was sent. At the end of a specification they
 * are held against the document, which has to agree.
 */
@Injectable()
export class SeenAnswers implements OnModuleInit {
  private readonly answers: PostAnswer[] = [];

  constructor(@Inject(HttpAdapterHost) private readonly host: HttpAdapterHost) {}

  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    fastify.addHook('onSend', (request, reply, payload, done) => {
      done(null, this.look(request, reply, payload));
    });
  }

  /** @throws Error naming the answers that are not as the document says. */
  check(app: NestFastifyApplication): void {
    if (this.answers.length === 0) return;
    const documented = DocumentedAnswers.of(app);
    const faults = this.answers.flatMap((answer) =>
      documented
        .faultsOfPost(answer)
        .map((fault) => `POST ${answer.path} ${answer.status}: ${fault}\n  ${answer.text.slice(0, 500)}`),
    );
    if (faults.length > 0) throw new Error(`not as the document says:\n${[...new Set(faults)].join('\n')}`);
  }

  private look({ method, routeOptions }: FastifyRequest, reply: FastifyReply, payload: unknown): unknown {
    const { url = '' } = routeOptions;
    if (method !== 'POST' || !url.startsWith('/api/v1/')) return payload;
    const type = String(reply.getHeader('content-type')).split(';')[0] ?? '';
    const path = url.replace(/:([A-Za-z]+)/g, '{$1}');
    const keep = (text: string) => this.answers.push({ path, status: reply.statusCode, type, text });
    if (payload instanceof Readable) return Readable.from(overheard(payload, keep));
    keep(payload as string);
    return payload;
  }
}

async function* overheard(stream: Readable, keep: (text: string) => void): AsyncGenerator<string> {
  let text = '';
  for await (const piece of stream) {
    text += String(piece);
    yield String(piece);
  }
  keep(text);
}
