import type { DomainEvent, RecordedEvent, Warning } from './event';
import type { EffectiveEvent, HistoryOrder } from './effective';

/** What a command leads to. No events: nothing has to be recorded, and the answer is still a good one. */
export interface Decision<Event extends DomainEvent = DomainEvent> {
  readonly events: readonly Event[];
  readonly warnings: readonly Warning[];
}

/** One stream as a decision sees it: what was recorded, and how it counts today (`effective`). */
export interface History {
  readonly recorded: readonly RecordedEvent[];
  readonly effective: readonly EffectiveEvent[];
}

/**
 * The rules of one category of streams.
 * `decide` is pure and throws the domain's own coded rejection when the rules say no; everything it needs, the time,
 * the ids and other streams' states included, comes with the command.
 */
export interface Decider<Command, Event extends DomainEvent = DomainEvent> {
  /** Stream category, camelCase singular: streams are `category-id`. */
  readonly category: string;
  readonly order: HistoryOrder;
  decide(command: Command, history: History): Decision<Event>;
}

/** Name of the stream of one member of a category. */
export function streamOf(category: string, id: string): string {
  return `${category}-${id}`;
}
