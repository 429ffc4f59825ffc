/* Authentication, authorisation by route and rate limits, before a body is read. */

import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Clock, TokenFacts } from '#libs/platform';
import { Config, networkOf, WALL_CLOCK } from '#libs/platform';
import type { Principal } from '../auth/principal';
import { TokenVerifier } from '../auth/token-verifier';
import type { Verified } from '../auth/token-verifier';
import { Refusal } from '../problem/refusal';
import { RateLimit } from './rate-limit';
import { RefusedTokens } from './refused-tokens';
import { Reach } from './reach';
import type { RouteAccess } from './route-access';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set on every route that needs a token; null elsewhere. */
    principal: Principal | null;
    reach: Reach | null;
    /** Set with the principal: how long its token is good. */
    token: TokenFacts | null;
  }
}

/** A route as the gatekeeper sees it. `uncounted`: its requests do not count against the subject's limit. */
export interface Door {
  readonly access: RouteAccess;
  readonly uncounted: boolean;
}

const BEARER = /^Bearer ([A-Za-z0-9._-]+)$/i;

/**
 * Admits a request to its route, before a byte of its body is read: token, role, rate. Nothing that fails here
 * has cost more than its headers. Objects outside the caller's scope are a matter of `Reach`, later.
 */
@Injectable()
export class Gatekeeper {
  private readonly byAddress: RateLimit;
  private readonly pagesByAddress: RateLimit;
  private readonly ticketsByAddress: RateLimit;
  private readonly bySubject: RateLimit;
  /** Prometheus within a cluster holds no token; what comes from outside comes through a proxy (METRICS_ACCESS). */
  private readonly isOpenToDirect: boolean;
  private readonly reaches = new WeakMap<RouteAccess, WeakMap<Principal, Reach>>();

  constructor(
    @Inject(Config) config: Config,
    @Inject(TokenVerifier) private readonly tokens: TokenVerifier,
    @Inject(RefusedTokens) private readonly refused: RefusedTokens,
    @Inject(WALL_CLOCK) private readonly clock: Clock,
  ) {
    this.byAddress = new RateLimit(config.publicRateLimit);
    this.pagesByAddress = new RateLimit(config.publicPageRateLimit);
    this.ticketsByAddress = new RateLimit(config.ticketRateLimit);
    this.bySubject = new RateLimit(config.tokenRateLimit);
    this.isOpenToDirect = config.metricsAccess === 'direct';
  }

  /**
   * Done at once for open routes and known tokens, else a promise.
   * @throws Refusal, or rejects with one.
   */
  admit(request: FastifyRequest, { access, uncounted }: Door): void | Promise<void> {
    const now = Date.parse(this.clock.now());
    if (access.kind === 'open') {
      if (access.counted !== false) count(this.limitOf(access.counted), clientAddress(request), now);
      return;
    }
    if (access.kind === 'loopback' && isDirect(request) && (this.isOpenToDirect || isLoopback(request)))
      return;
    const enter = ({ principal, token }: Verified): void => {
      if (!uncounted) count(this.bySubject, principal.sub, now);
      request.principal = principal;
      request.token = token;
      request.reach = this.reachOf(principal, access);
    };
    const token = this.bearerOf(request);
    const known = this.tokens.known(token, now);
    if (known === undefined) return this.verified(token, request, now).then(enter);
    enter(known);
  }

  private limitOf(counted: true | 'page' | 'ticket'): RateLimit {
    if (counted === true) return this.byAddress;
    return counted === 'page' ? this.pagesByAddress : this.ticketsByAddress;
  }

  /** @throws Refusal TOKEN_INVALID, counted by address, or NOT_READY */
  private verified(token: string, request: FastifyRequest, now: number): Promise<Verified> {
    return this.tokens.verify(token, now).catch((error: unknown) => {
      const isBad = error instanceof Refusal && error.code === 'TOKEN_INVALID';
      throw isBad ? this.refused.refusalOf(clientAddress(request)) : error;
    });
  }

  private bearerOf(request: FastifyRequest): string {
    const { authorization } = request.headers;
    if (authorization === undefined) {
      this.refused.countMissing(clientAddress(request));
      throw new Refusal('TOKEN_MISSING', 'send Authorization: Bearer <token>');
    }
    const token = BEARER.exec(authorization)?.[1];
    if (token === undefined) throw this.refused.refusalOf(clientAddress(request));
    return token;
  }

  private reachOf(principal: Principal, access: RouteAccess): Reach {
    let known = this.reaches.get(access);
    if (known === undefined) this.reaches.set(access, (known = new WeakMap<Principal, Reach>()));
    const reach = known.get(principal) ?? Reach.of(principal, access);
    if (reach === undefined) throw new Refusal('FORBIDDEN', 'none of the roles of this token may do this');
    known.set(principal, reach);
    return reach;
  }
}

function count(limit: RateLimit, key: string, now: number): void {
  const retryAfter = limit.hit(key, now);
  if (retryAfter > 0)
    throw new Refusal('RATE_LIMITED', 'the limit of this minute is used up', { retryAfter });
}

/** What counts as one address in the limits. */
export function clientAddress({ ip }: Pick<FastifyRequest, 'ip'>): string {
  return networkOf(ip);
}

function isLoopback({ socket, ips }: FastifyRequest): boolean {
  const address = socket.remoteAddress ?? '';
  // Behind a trusted proxy everyone comes from loopback, so only a direct connection counts.
  return ips === undefined && /^(127\.|::1$|::ffff:127\.)/.test(address);
}

/** What proxies add, each its own; one that adds nothing looks like a caller on this machine. */
const FORWARDED = [
  'forwarded',
  'via',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-forwarded-server',
  'x-real-ip',
  'x-client-ip',
  'cf-connecting-ip',
  'true-client-ip',
];

function isDirect({ headers }: FastifyRequest): boolean {
  return FORWARDED.every((name) => headers[name] === undefined);
}
