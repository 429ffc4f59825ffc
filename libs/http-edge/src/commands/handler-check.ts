import type { OnApplicationBootstrap, Type } from '@nestjs/common';
import { Inject, Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';

// The keys under which @nestjs/cqrs notes what a handler handles; it does not export them.
const HANDLES_COMMAND = '__commandHandler__';
const HANDLES_QUERY = '__queryHandler__';

/** A command or query class without a handler, or with two, about which the bus would only log. */
export class HandlerError extends Error {
  override readonly name = 'HandlerError';
}

const dispatched = new Set<Type>();

/** Notes a class that a route sends over a bus; the route decorators call this. */
export function expectHandler(type: Type): void {
  dispatched.add(type);
}

/** Each command and query class has exactly one handler, or the application does not start. */
@Injectable()
export class HandlerCheck implements OnApplicationBootstrap {
  constructor(@Inject(DiscoveryService) private readonly discovery: DiscoveryService) {}

  onApplicationBootstrap(): void {
    const handlers = new Map<Type, string[]>();
    const controllers = new Set(this.discovery.getControllers().map(({ metatype }) => metatype));
    for (const { metatype } of this.discovery.getProviders()) {
      if (typeof metatype !== 'function') continue;
      const handled = handledBy(metatype as Type);
      if (handled !== undefined) handlers.set(handled, [...(handlers.get(handled) ?? []), metatype.name]);
    }
    const faults = [...handlers]
      .filter(([, names]) => new Set(names).size !== names.length || names.length > 1)
      .map(([type, names]) => `${type.name} has the handlers ${names.join(', ')}`);
    const routed = [...dispatched].filter((type) => controllers.size > 0 && !handlers.has(type));
    faults.push(...routed.map((type) => `${type.name} has no handler`));
    if (faults.length > 0) throw new HandlerError(faults.join('; '));
  }
}

function handledBy(handler: Type): Type | undefined {
  return (Reflect.getMetadata(HANDLES_COMMAND, handler) ?? Reflect.getMetadata(HANDLES_QUERY, handler)) as
    Type | undefined;
}
