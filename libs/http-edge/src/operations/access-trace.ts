import { Inject, Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import type { RouteAccess } from '../access/route-access';
import type { Principal } from '../auth/principal';

type Texts = Readonly<Record<string, unknown>>;

/** Injection token of the `TracedObjects`. */
export const TRACED_OBJECTS = Symbol('TRACED_OBJECTS');

/** What names the object of a request, in its path or in its body. */
export interface TracedObjects {
  /** By name of the field: how an id has to look to be written down. */
  readonly ids: Readonly<Record<string, RegExp>>;
  /** What is personal and may have been typed where an id belongs: never written down. */
  readonly personal: RegExp;
}

/** A command among many in one request that its own route would have answered with 403 or 404. */
export interface RefusedCommand {
  /** The route of the request it came in, and its place there. */
  readonly route: string;
  readonly line: number;
  readonly command: string;
  /** What it names, as `TracedObjects.ids` has it. */
  readonly named: object;
  readonly status: number;
}

/**
 * The traces of who looked for what: each look-up that was refused, and each answer that held personal data, with actor
 * and object and neither plate nor name (docs/operations.md). An unknown object and one out of reach are answered
 * alike, and leave the same line: whoever tries ids is seen either way.
 */
@Injectable()
export class AccessTrace {
  constructor(
    @Inject(PinoLogger) private readonly log: PinoLogger,
    @Inject(TRACED_OBJECTS) private readonly traced: TracedObjects,
  ) {}

  hookFor(route: RouteOptions, access: RouteAccess) {
    const isPersonal = access.kind === 'token' && access.personal === true;
    return (request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
      const { principal } = request;
      const { statusCode: status } = reply;
      if (principal !== null) {
        if (isRefusedLookUp(status))
          this.log.info({ ...this.traceOf(request, principal, route), status }, LOOK_UP_REFUSED);
        else if (isPersonal && status === 200 && request.method === 'GET')
          this.log.info(this.traceOf(request, principal, route), 'personal data read');
      }
      done();
    };
  }

  /** The same line as of a single command, with its place. */
  refusedCommand(
    { route, line, command, named, status }: RefusedCommand,
    { sub, roleText }: Principal,
  ): void {
    const of = { sub, roles: roleText, method: 'POST', route, command, line };
    this.log.info({ ...of, object: this.objectOf(named), status }, LOOK_UP_REFUSED);
  }

  /** How many more commands of one request were refused than were logged one by one. */
  moreRefused(route: string, count: number, { sub, roleText }: Principal): void {
    this.log.info({ sub, roles: roleText, method: 'POST', route, count }, 'more look-ups refused');
  }

  private traceOf(
    { params, body, method }: FastifyRequest,
    { sub, roleText }: Principal,
    { url }: RouteOptions,
  ) {
    const named = { ...(Object(body) as Texts), ...(Object(params) as Texts) };
    return { sub, roles: roleText, method, route: url, object: this.objectOf(named) };
  }

  private objectOf(named: object): Record<string, string> {
    const ids = Object.entries(this.traced.ids).flatMap(([name, pattern]) => {
      const value = (named as Texts)[name];
      return typeof value === 'string' ? [[name, this.isId(value, pattern) ? value : '(no id)']] : [];
    });
    return Object.fromEntries(ids) as Record<string, string>;
  }

  private isId(value: string, pattern: RegExp): boolean {
    return pattern.test(value) && !this.traced.personal.test(value);
  }
}

const LOOK_UP_REFUSED = 'look-up refused';

export function isRefusedLookUp(status: number): boolean {
  return status === 403 || status === 404;
}
