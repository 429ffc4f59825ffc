import { Inject, Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { Metrics } from '#libs/platform';

/** A counting answer: how long it took, by its route. */
interface Observer {
  observe(seconds: number): void;
}

/** The route of refused requests. */
const ANY_ROUTE = '*';

/**
 * What is kept of a request once it is answered: its duration by route and status, and a log line. Routes are
 * named by their pattern and query strings left out, since both may hold plates. Refusals are counted by status
 * for all routes together (the log line names the route), or whoever tries every refusal on every route would make
 * the numbers of one process longer than all its answers.
 */
@Injectable()
export class RequestRecord {
  constructor(
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(PinoLogger) private readonly log: PinoLogger,
  ) {}

  /** Hook for one route. The label sets are made once a status, for finding them costs more than counting. */
  hookFor(route: RouteOptions): (request: FastifyRequest, reply: FastifyReply, done: () => void) => void {
    const observers = new Map<number, Observer>();
    return (request, reply, done) => {
      const status = reply.statusCode;
      let observer = observers.get(status);
      if (observer === undefined) {
        const method = request.method === 'HEAD' ? 'GET' : request.method;
        const labels = { method, route: status < 400 ? route.url : ANY_ROUTE, status: String(status) };
        observer = this.metrics.requestSeconds.labels(labels);
        observers.set(status, observer);
      }
      observer.observe(reply.elapsedTime / 1000);
      if (status >= 400 || this.log.logger.isLevelEnabled('debug')) this.write(request, reply, route.url);
      done();
    };
  }

  /**
   * A limit that someone known ran into is worth a line; `RefusedTokens` and `AccessTrace` log refused access, and
   * of a good answer only who is looking for something wants to know.
   */
  private write(request: FastifyRequest, reply: FastifyReply, route: string): void {
    const { statusCode: status } = reply;
    const isKnown = request.principal !== null;
    const level = status >= 500 ? 'error' : status === 429 && isKnown ? 'info' : 'debug';
    this.log[level](
      {
        method: request.method,
        route,
        status,
        ms: Math.round(reply.elapsedTime * 10) / 10,
        sub: request.principal?.sub,
        address: request.ip,
      },
      'request',
    );
  }
}
