import { Inject, Injectable } from '@nestjs/common';
import type { FastifyInstance, RouteOptions } from 'fastify';
import { AccessTable, shapeOf } from './route-access';
import type { RouteAccess } from './route-access';

/** Registered routes without a row in the access table. */
export class RouteWithoutAccess extends Error {
  override readonly name = 'RouteWithoutAccess';

  constructor(routes: readonly string[]) {
    super(`no row in the access table for ${routes.join(', ')}: add it to access/route-access.ts of the app`);
  }
}

/** Called once for each route, before it is registered, with its row of the access table. */
export type RoutePreparation = (route: RouteOptions, access: RouteAccess) => void;

/** The routes of the server as they were registered: who may use them, and which methods a path knows. */
@Injectable()
export class RouteTable {
  private readonly methods = new Map<string, { readonly pattern: RegExp; readonly known: Set<string> }>();
  private readonly orphans: string[] = [];

  constructor(@Inject(AccessTable) private readonly access: AccessTable) {}

  watch(fastify: FastifyInstance, prepare: RoutePreparation): void {
    fastify.addHook('onRoute', (route) => {
      for (const method of [route.method].flat()) this.add(method, route, prepare);
    });
  }

  /** @throws RouteWithoutAccess naming every route that has no row: deny by default. */
  check(): void {
    if (this.orphans.length > 0) throw new RouteWithoutAccess(this.orphans);
  }

  /** Registered routes, `METHOD /path` in the shape of the access table, sorted. */
  routes(): string[] {
    return [...this.methods]
      .flatMap(([url, { known }]) => [...known].map((method) => `${method} ${url}`))
      .sort();
  }

  /** Methods that a path of an unknown route would answer to; none when nothing has this path. */
  methodsOf(path: string): string[] {
    for (const { pattern, known } of this.methods.values()) if (pattern.test(path)) return [...known].sort();
    return [];
  }

  private add(method: string, route: RouteOptions, prepare: RoutePreparation): void {
    const access = this.access.rowOf(method, route.url);
    if (access === undefined) this.orphans.push(`${method} ${route.url}`);
    else prepare(route, access);
    const shape = shapeOf(route.url);
    const known = this.methods.get(shape)?.known ?? new Set<string>();
    const escaped = shape.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(':', '[^/]+');
    this.methods.set(shape, { pattern: new RegExp(`^${escaped}/?$`), known: known.add(method) });
  }
}
