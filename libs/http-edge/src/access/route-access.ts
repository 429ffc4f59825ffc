import type { Role } from '#libs/platform';

/**
 * How far a role reaches on a route: everything, its gates, its yards, its companies, for what concerns all gates at
 * once only a claim of `"*"`, or any gate whatever the claims, for what the public board shows of it too.
 */
export type Scope = 'all' | 'gate' | 'yard' | 'company' | 'every-gate' | 'any-gate';

/**
 * Which roles may use a route, and how far. `open`: no token; `page`: what browsers ask for again by themselves and is
 * ready to send, so that many people behind one address may; `ticket`: what a ticket is shown for. `loopback`: no token
 * from this machine, else as listed.
 */
export type RouteAccess =
  | { readonly kind: 'open'; readonly counted: boolean | 'page' | 'ticket' }
  | { readonly kind: 'loopback'; readonly roles: Scopes }
  | {
      readonly kind: 'token';
      readonly roles: Scopes;
      /** Its answers name people, the reported as drivers or the reporting as actors: reading them leaves a trace. */
      readonly personal?: boolean;
    };

export type Scopes = Readonly<Partial<Record<Role, Scope | readonly Scope[]>>>;

/** The rows of the access table: each registered route, and who may use it. A route without a row has no users. */
export class AccessTable {
  private readonly byShape: ReadonlyMap<string, RouteAccess>;

  /** `rows`: by method and path, such as `GET /api/v1/me`; the name of a parameter does not matter. */
  constructor(rows: Readonly<Record<string, RouteAccess>>) {
    this.byShape = new Map(Object.entries(rows).map(([route, access]) => [shapeOf(route), access]));
  }

  /** The row of a route; HEAD counts as GET. */
  rowOf(method: string, url: string): RouteAccess | undefined {
    return this.byShape.get(shapeOf(`${method === 'HEAD' ? 'GET' : method} ${url}`));
  }
}

/** Two routes that differ only in the names of their parameters are one. */
export function shapeOf(route: string): string {
  return route.replace(/:[^/]+/g, ':');
}
