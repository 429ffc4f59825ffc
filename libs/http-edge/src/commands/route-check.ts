import type { OnApplicationBootstrap, Type } from '@nestjs/common';
import { Inject, Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { misplacedSlicesOf } from './slices';

// The keys under which @nestjs/cqrs notes what a handler handles; it does not export them.
const HANDLES_COMMAND = '__commandHandler__';
const HANDLES_QUERY = '__queryHandler__';

/**
 * Routes that no request could use: a command or query class without a handler, or with two, about which the bus would
 * only log; a slice whose path is not the one of its route.
 */
export class RouteError extends Error {
  override readonly name = 'RouteError';
}

/** Command and query classes that the methods of a controller send over a bus, by its prototype. */
const dispatched = new WeakMap<object, readonly Type[]>();

/** Notes that a method sends a command or query over a bus. The route decorators call this. */
export function expectHandler(type: Type): MethodDecorator {
  return (controller) => {
    dispatched.set(controller, [...(dispatched.get(controller) ?? []), type]);
  };
}

/** An application whose routes are not consistent does not start; those of other applications do not count. */
@Injectable()
export class RouteCheck implements OnApplicationBootstrap {
  constructor(@Inject(DiscoveryService) private readonly discovery: DiscoveryService) {}

  /** @throws RouteError naming every fault. */
  onApplicationBootstrap(): void {
    const controllers = this.discovery.getControllers().map(({ metatype }) => metatype as Type);
    const faults = [...this.handlerFaults(controllers), ...controllers.flatMap(misplacedSlicesOf)];
    if (faults.length > 0) throw new RouteError(faults.join('; '));
  }

  private handlerFaults(controllers: readonly Type[]): string[] {
    const handlers = new Map<Type, string[]>();
    for (const { metatype } of this.discovery.getProviders()) {
      if (typeof metatype !== 'function') continue;
      const handled = handledBy(metatype as Type);
      if (handled !== undefined) handlers.set(handled, [...(handlers.get(handled) ?? []), metatype.name]);
    }
    const sent = new Set(controllers.flatMap(({ prototype }) => dispatched.get(prototype as object) ?? []));
    return [
      ...[...handlers]
        .filter(([, names]) => names.length > 1)
        .map(
          ([type, names]) => `${type.name} has the handlers ${names.join(', ')}: leave one in the modules`,
        ),
      ...[...sent]
        .filter((type) => !handlers.has(type))
        .map((type) => `${type.name} has no handler: add it to the providers of its module`),
    ];
  }
}

function handledBy(handler: Type): Type | undefined {
  return (Reflect.getMetadata(HANDLES_COMMAND, handler) ?? Reflect.getMetadata(HANDLES_QUERY, handler)) as
    Type | undefined;
}
