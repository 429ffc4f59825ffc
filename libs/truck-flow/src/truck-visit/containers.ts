import type { Warning } from '#libs/event-sourcing';
import { Rejection } from '../rejection';
import { hasValidCheckDigit, readContainerNumber } from './container-number';
import type { ContainerRef, Containers } from './shapes';

/* The containers of a truck: one or two (ISO 6346). Where there are two, the first is also its one container. */

/** A body with its containers in one spelling; what it says of other things stays as it is. */
type Body = Readonly<Record<string, unknown>>;

/** The container of a body. A number that cannot be right is kept with a warning (C-02). */
export function readContainer(value: ContainerRef, pointer: string, warnings: Warning[]): ContainerRef {
  const number = readContainerNumber(value.number);
  if (!hasValidCheckDigit(number))
    warnings.push({ code: 'CONTAINER_CHECK_DIGIT', pointer: `${pointer}/number` });
  return { ...value, number };
}

/**
 * A body that lists its containers, as it is recorded: the first is `container`, and the list is kept where there are
 * two, so that one container is said in one way. `warnings`: of the body so far.
 * @throws Rejection CONTAINERS_DISAGREE when `container` is named beside them and is not the first, ASSET_NAMED_TWICE
 */
export function withContainers(body: Body, listed: readonly ContainerRef[], warnings: Warning[]): Body {
  const containers = listed.map((one, index) => readContainer(one, `/containers/${index}`, warnings));
  const [container, second] = containers;
  const named = body['container'] as ContainerRef | undefined;
  if (named !== undefined && named.number !== container?.number)
    throw Rejection.of('CONTAINERS_DISAGREE', '/container', 'the container is the first of the containers');
  if (second !== undefined && second.number === container?.number)
    throw new Rejection('ASSET_NAMED_TWICE', 'two containers have one number');
  return { ...body, ...(container && { container }), ...(second && { containers }) };
}

/** The numbers of the containers that a step names, none to two. */
export function numbersIn({ container, containers }: Containers): string[] {
  return (containers ?? (container === undefined ? [] : [container])).map(({ number }) => number);
}

/** Containers as steps name them, by their numbers. */
export function containersNumbered(numbers: readonly string[]): Containers {
  const [container, ...others] = numbers.map((number) => ({ number }));
  if (container === undefined) return {};
  return others.length === 0 ? { container } : { container, containers: [container, ...others] };
}

/** The containers that the goods are in, none to two; the list is there where there are two. */
export interface Loaded {
  readonly container?: string;
  readonly containers?: readonly string[];
}

export function loadedIn({ container, containers }: Loaded): readonly string[] {
  return containers ?? (container === undefined ? [] : [container]);
}

export function loadedWith(numbers: readonly string[]): Loaded {
  const [container] = numbers;
  if (container === undefined) return {};
  return numbers.length === 1 ? { container } : { container, containers: numbers };
}
