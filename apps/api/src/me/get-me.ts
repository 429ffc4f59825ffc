/* Query: the caller, its claims and the routes it may use. */

import { Query, QueryHandler } from '@nestjs/cqrs';
import {
  IsAnyText,
  IsInstant,
  IsListOf,
  IsListWith,
  IsOneOf,
  IsText,
  IsTextOrNull,
  rolesOf,
} from '#libs/http-edge';
import type { ClaimedCodes, Principal, Scope } from '#libs/http-edge';
import { ROLES } from '#libs/platform';
import type { Role, TokenFacts } from '#libs/platform';
import { ROUTE_ACCESS } from '../access/route-access';

const SCOPES: readonly Scope[] = ['all', 'gate', 'yard', 'company', 'every-gate', 'any-gate'];
const MOST = 10_000;

/** A route that the token may use, and how far: `gate` reaches the gates of the token, and so on. */
export class AllowedRoute {
  @IsOneOf(['GET', 'POST'])
  readonly method!: string;

  /** With its parameters in braces. */
  @IsAnyText()
  readonly path!: string;

  @IsListWith(IsOneOf(SCOPES, { each: true }), 1, SCOPES.length)
  readonly scope!: readonly Scope[];
}

/** Who a token is. Codes are those of its claims; `*` stands for all. */
export class Me {
  @IsText()
  readonly sub!: string;

  @IsTextOrNull()
  readonly agency!: string | null;

  @IsListWith(IsOneOf(ROLES, { each: true }), 1, ROLES.length)
  readonly roles!: readonly Role[];

  @IsListWith(IsText(100, 1, { each: true }), 0, MOST)
  readonly gates!: readonly string[];

  @IsListWith(IsText(100, 1, { each: true }), 0, MOST)
  readonly yards!: readonly string[];

  @IsListWith(IsText(100, 1, { each: true }), 0, MOST)
  readonly companies!: readonly string[];

  @IsInstant()
  readonly issuedAt!: string;

  /** From then on the token is refused, and streams that it opened end. */
  @IsInstant()
  readonly expires!: string;

  @IsListOf(() => AllowedRoute, 0, 1000)
  readonly may!: readonly AllowedRoute[];
}

export class GetMeQuery extends Query<Me> {
  constructor(
    readonly principal: Principal,
    readonly token: TokenFacts,
  ) {
    super();
  }
}

@QueryHandler(GetMeQuery)
export class GetMeHandler {
  execute({ principal, token }: GetMeQuery): Promise<Me> {
    const { sub, agency, roles, gates, yards, companies } = principal;
    return Promise.resolve({
      sub,
      agency,
      roles,
      gates: codesOf(gates),
      yards: codesOf(yards),
      companies: codesOf(companies),
      issuedAt: new Date(token.issuedAt).toISOString(),
      expires: new Date(token.expires).toISOString(),
      may: allowedTo(roles),
    });
  }
}

function codesOf(claimed: ClaimedCodes): readonly string[] {
  return claimed.all ? ['*'] : claimed.list();
}

/** What the access table grants to these roles together, in its order. */
function allowedTo(roles: readonly Role[]): AllowedRoute[] {
  return Object.entries(ROUTE_ACCESS).flatMap(([route, access]) => {
    const scope = new Set(rolesOf(access).flatMap(([role, scopes]) => (roles.includes(role) ? scopes : [])));
    const [method = '', path = ''] = route.split(' ');
    return scope.size === 0 ? [] : [{ method, path: path.replace(/:(\w+)/g, '{$1}'), scope: [...scope] }];
  });
}
