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
        if (isRefusedLookUp(status))
          this.log.info({ ...traceOf(request, principal, route), status }, LOOK_UP_REFUSED);
        else if (isPersonal && status === 200 && request.method === 'GET')
          this.log.info(traceOf(request, principal, route), 'personal data read');
      }
      done();
    };
  }

  /** A command of an import that was refused like a look-up: the same line as of a single command, with its place. */
  refusedLine({ line, command, id, body, status }: RefusedLine, { sub, roleText }: Principal): void {
    const [noun = ''] = command.split('/');
    const object = objectOf({ [ID_OF[noun] ?? '']: id }, body);
    const of = { sub, roles: roleText, method: 'POST', route: IMPORT_ROUTE, command, line };
    this.log.info({ ...of, object, status }, LOOK_UP_REFUSED);
  }

  /** So many more commands of an import were refused than were told one by one. */
  moreRefused(count: number, { sub, roleText }: Principal): void {
    this.log.info(
      { sub, roles: roleText, method: 'POST', route: IMPORT_ROUTE, count },
      'more look-ups refused',
    );
  }
}

const LOOK_UP_REFUSED = 'look-up refused';
const IMPORT_ROUTE = '/api/v1/movement-imports';
/** What the id of an import line is the id of, by the first word of its command. */
const ID_OF: Readonly<Record<string, keyof typeof OBJECT_IDS>> = {
  'truck-visits': 'visitId',
  'border-gates': 'gate',
  yards: 'yard',
};

/** A command of an import that its own route would have answered with 403 or 404. */
export interface RefusedLine {
  readonly line: number;
  readonly command: string;
  readonly id: string | undefined;
  readonly body: object;
  readonly status: number;
}

export function isRefusedLookUp(status: number): boolean {
  return status === 403 || status === 404;
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
