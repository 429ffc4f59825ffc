import type { Type } from '@nestjs/common';
import type { BodyClass } from '../validation/compile-schema';
import type { CommandSlice, StoredData } from './command-slice';

/** Methods that send a slice, by the prototype of their controller, in their order. */
const sent = new WeakMap<object, { readonly path: string; readonly slice: CommandSlice }[]>();

/** Notes that a method sends a slice; `path` below the one of its controller. The route decorators call this. */
export function noteSlice(path: string, slice: CommandSlice): MethodDecorator {
  return (controller) => {
    sent.set(controller, [...(sent.get(controller) ?? []), { path, slice }]);
  };
}

/** The slices that the methods of a controller send, in their order. */
export function slicesOf({ prototype }: Type): readonly CommandSlice[] {
  return (sent.get(prototype as object) ?? []).map(({ slice }) => slice);
}

/** What is wrong with those methods of a controller that have another path than their slice; none when all agree. */
export function misplacedSlicesOf(controller: Type): string[] {
  const noun = Reflect.getMetadata('path', controller) as string;
  return (sent.get(controller.prototype as object) ?? []).flatMap(({ path, slice }) => {
    const parts = `${noun}/${path}`.split('/').filter((part) => part !== '' && !part.startsWith(':'));
    const routed = parts.join('/');
    if (routed === slice.path) return [];
    return [`${controller.name} has ${routed} for the slice ${slice.path}: give both one path`];
  });
}

/** What an event of a stored type comes of. */
export interface Source {
  readonly body: BodyClass;
  readonly stores: StoredData;
}

/** @throws Error for a type that none of them stores. */
export function sourceOf<S extends Source>(type: string, sources: readonly S[]): S {
  const found = sources.find(({ stores }) => stores.type === type);
  if (found !== undefined) return found;
  throw new Error(
    `${type} comes of no command: write a slice whose \`stores\` names it, and a method for it in the controller of its noun`,
  );
}

/** The bodies of stored types, in their order. @throws Error for a type that none of them stores. */
export function bodiesOf<T extends string>(
  types: readonly T[],
  sources: readonly Source[],
): Readonly<Record<T, BodyClass>> {
  return Object.fromEntries(types.map((type) => [type, sourceOf(type, sources).body])) as Record<
    T,
    BodyClass
  >;
}
