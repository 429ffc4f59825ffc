import type { DomainEvent } from './event';
import type { EffectiveEvent, HistoryOrder } from './effective';

/** Something the caller should know about an accepted command. `pointer` is a JSON pointer into the body. */
export interface Warning {
  readonly code: string;
  readonly pointer: string;
}

/** What a command leads to. No events: nothing has to be recorded, and the answer is still a good one. */
export interface Decision<Event extends DomainEvent = DomainEvent> {
  readonly events: readonly Event[];
  readonly warnings: readonly Warning[];
}

/**
 * The rules of one category of streams, as pure functions over its effective history.
 * `decide` throws the domain's own coded rejection when the rules say no; everything it needs, the time and ids
 * included, comes with the command.
 */
export interface Decider<Command, State, Event extends DomainEvent = DomainEvent> {
  /** Stream category, camelCase singular: streams are `category-id`. */
  readonly category: string;
  readonly order: HistoryOrder;
  readonly initialState: State;
  evolve(state: State, event: EffectiveEvent): State;
  decide(command: Command, state: State): Decision<Event>;
}

/** Name of the stream of one member of a category. */
export function streamOf(category: string, id: string): string {
  return `${category}-${id}`;
}
