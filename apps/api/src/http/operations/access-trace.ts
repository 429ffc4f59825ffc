import { Inject, Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import type { RouteAccess } from '../access/route-access';
import type { Principal } from '../auth/principal';
import { CODE_PATTERN, UUID_TEXT } from '../validation/fields';

type Texts = Readonly<Record<string, unknown>>;

const VISIBLE_ID = /^[\x21-\x7e]{1,100}$/;
/** Whoever types a plate where an id belongs must not find it in the log. */
const PLATE_LIKE = /^\d{2}[-. ]?[A-Z]{1,2}\d?[-. ]?\d{3}|\p{Script=Han}|Đ/iu;

/** What names the object of a request, in its path or in its body, and how each has to look to be told. */
const OBJECT_IDS: Readonly<Record<string, RegExp>> = {
  visitId: UUID_TEXT,
  previousVisitId: UUID_TEXT,
  gate: CODE_PATTERN,
  toGate: CODE_PATTERN,
  yard: CODE_PATTERN,
  consignmentId: VISIBLE_ID,
};

/**
 * The traces of who looked for what: each look-up that was refused, and each answer that held personal data, with actor
 * and object and neither plate nor name (docs/operations.md). An unknown object and one out of reach are answered
 * alike, and leave the same line: whoever tries ids is seen either way.
 */
@Injectable()
export class AccessTrace {
  constructor(@Inject(PinoLogger) private readonly log: PinoLogger) {}

  hookFor(route: RouteOptions, access: RouteAccess) {
    const isPersonal = access.kind === 'token' && access.personal === true;
    return (request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
      const { principal } = request;
      const { statusCode: status } = reply;
      if (principal !== null) {
        if (status === 403 || status === 404)
          this.log.info({ ...traceOf(request, principal, route), status }, 'look-up refused');
        else if (isPersonal && status === 200 && request.method === 'GET')
          this.log.info(traceOf(request, principal, route), 'personal data read');
      }
      done();
    };
  }
}

function traceOf(
  { params, body, method }: FastifyRequest,
  { sub, roleText }: Principal,
  route: RouteOptions,
) {
  return { sub, roles: roleText, method, route: route.url, object: objectOf(params, body) };
}

function objectOf(params: unknown, body: unknown): Record<string, string> {
  const named: Texts = { ...(Object(body) as Texts), ...(Object(params) as Texts) };
  const ids = Object.entries(OBJECT_IDS).map(([name, pattern]) => [name, idOf(named[name], pattern)]);
  return Object.fromEntries(ids.filter(([, id]) => id !== undefined)) as Record<string, string>;
}

function idOf(value: unknown, pattern: RegExp): string | undefined {
  if (typeof value !== 'string') return undefined;
  return pattern.test(value) && !PLATE_LIKE.test(value) ? value : '(no id)';
}
